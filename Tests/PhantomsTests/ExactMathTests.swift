import Foundation
import NumericSupport
import Phantoms
import TestSupport
import Testing

@Suite("Reproducible arithmetic")
struct ExactMathTests {
    @Test("the first position that is no longer before is found by halving as by looking through")
    func partitioningIndex() {
        var random = SeededGenerator(seed: 8)
        for count in 0..<40 {
            let values = random.floats(count, in: 0...10).map { $0.rounded() }.sorted()
            for limit in stride(from: Float(-0.5), through: 10.5, by: 0.5) {
                let expected = values.firstIndex { $0 > limit } ?? count
                #expect(values.partitioningIndex { $0 <= limit } == expected)
                #expect(values[(count / 3)...].partitioningIndex { $0 <= limit } == max(expected, count / 3))
            }
        }
    }

    @Test("Exponential and logarithm agree with the C library to six digits")
    func againstLibrary() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let x = Float.random(in: -20...20, using: &random)
            let power = exp2(Double(x))
            #expect(abs(Double(ExactMath.exp2(x)) / power - 1) < 1e-6, "2^\(x)")
            #expect(abs(Double(ExactMath.exp(x)) / exp(Double(x)) - 1) < 1e-5, "e^\(x)")
            let y = Float(power)
            #expect(abs(Double(ExactMath.log2(y)) - log2(Double(y))) < 3e-6, "log2 \(y)")
        }
    }

    @Test("Powers, and the ends of every range")
    func edges() {
        #expect(ExactMath.exp2(0) >= 0.999999 && ExactMath.exp2(0) <= 1)
        #expect(ExactMath.exp2(-1000) > 0 && ExactMath.exp2(1000).isFinite)
        #expect(ExactMath.log2(1) == 0 && ExactMath.log2(8) == 3)
        #expect(ExactMath.log2(0) == -126)
        #expect(ExactMath.pow(0, 2.5) == 0 && ExactMath.pow(-1, 2) == 0)
        #expect(abs(ExactMath.pow(2, 2.5) - 5.656854) < 1e-4)
        #expect(ExactMath.smoothStep(-1) == 0 && ExactMath.smoothStep(0.5) == 0.5 && ExactMath.smoothStep(2) == 1)
        #expect(ExactMath.bump(0) == 1 && ExactMath.bump(1) == 0 && ExactMath.bump(-3) == 0)
        #expect(ExactMath.chord(0) == 1 && ExactMath.chord(0.6) == 0.8 && ExactMath.chord(1.5) == 0)
    }

    @Test("Draws have the mean and deviation that they say, and streams differ by purpose")
    func draws() {
        var random = SplitMix64(seed: 3)
        let draws = (0..<20_000).map { _ in random.nearlyNormal() }
        let mean = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(abs(mean) < 0.03)
        #expect(abs(variance - 1) < 0.04)
        #expect((0..<5000).allSatisfy { _ in abs(random.normal(10, 2) - 10) <= 5 })
        #expect((0..<5000).allSatisfy { _ in (3...4).contains(random.uniform(3...4)) })
        var a = SplitMix64(seed: 3, index: 1, purpose: 1)
        var b = SplitMix64(seed: 3, index: 1, purpose: 2)
        var c = SplitMix64(seed: 3, index: 2, purpose: 1)
        #expect(Set([a.next(), b.next(), c.next()]).count == 3)
    }
}
