import Foundation
import Registration
import TestSupport
import Testing

@Suite("Mutual information")
struct MutualInformationTests {
    @Test("a picture's information about itself is its entropy")
    func entropy() {
        let four: [UInt8] = [0, 7, 19, 31]
        #expect(abs(Double(MutualInformation.value(four, four)) - log(4)) < 1e-6)
        // Shares of 1/2, 1/4, 1/8, 1/8: the entropy is 7/4 of log 2.
        let uneven: [UInt8] = [3, 3, 3, 3, 9, 9, 20, 21]
        #expect(abs(Double(MutualInformation.value(uneven, uneven)) - 1.75 * log(2)) < 1e-6)
        let all = (0..<32).map { UInt8($0) }
        #expect(abs(Double(MutualInformation.value(all, all)) - log(32)) < 1e-5)
    }

    @Test("independent pictures share none")
    func independent() {
        let rows = (0..<32).flatMap { row in (0..<32).map { _ in UInt8(row) } }
        let columns = (0..<32).flatMap { _ in (0..<32).map { UInt8($0) } }
        #expect(abs(MutualInformation.value(rows, columns)) < 1e-6)
        #expect(MutualInformation.value(rows, [UInt8](repeating: 4, count: rows.count)) == 0)
        #expect(MutualInformation.value([], []) == 0)
    }

    @Test("two by two, by hand: 2/3 log 4/3 + 1/3 log 2/3")
    func twoByTwo() {
        let first: [UInt8] = [0, 0, 0, 1, 1, 1]
        let second: [UInt8] = [0, 0, 1, 0, 1, 1]
        let expected = 2.0 / 3 * log(4.0 / 3) + 1.0 / 3 * log(2.0 / 3)
        #expect(abs(Double(MutualInformation.value(first, second)) - expected) < 1e-6)
    }

    @Test(
        "symmetric, not negative, no more than either entropy, blind to what the levels are called", arguments: 0..<10)
    func properties(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let first = (0..<500).map { _ in UInt8(generator.integer(in: 0...15)) }
        let second = first.map { generator.integer(in: 0...2) == 0 ? UInt8(generator.integer(in: 0...31)) : $0 }
        let value = MutualInformation.value(first, second)
        #expect(abs(value - MutualInformation.value(second, first)) < 1e-5)
        #expect(value >= 0)
        #expect(value <= MutualInformation.value(first, first) && value <= MutualInformation.value(second, second))
        let names = (0..<32).map { UInt8($0) }.shuffled(using: &generator)
        #expect(abs(MutualInformation.value(first.map { names[Int($0)] }, second) - value) < 1e-5)
    }

    @Test("grey values are cut into 32 equal levels, and none outside 0...1 is a crash")
    func bins() {
        let values: [Float] = [0, 0.03, 0.032, 0.5, 0.99, 1, -0.5, 2, -.infinity, .infinity, .nan]
        #expect(MutualInformation.bins(values) == [0, 0, 1, 16, 31, 31, 0, 31, 0, 31, 0])
    }
}
