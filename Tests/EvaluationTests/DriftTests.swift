import Evaluation
import Foundation
import TestSupport
import Testing

@Suite("Drift of a stream from a baseline")
struct DriftTests {
    private static func normal(_ random: inout SeededGenerator) -> Double {
        // Twelve uniform numbers less their mean (Irwin and Hall): close to normal, and the same on every machine.
        (0..<12).reduce(-6.0) { sum, _ in sum + random.double(in: 0...1) }
    }

    private static func stream(_ values: [Double]) -> [DriftTest.Observation] {
        values.enumerated().map { DriftTest.Observation(image: "image \($0)", value: $1) }
    }

    @Test("a number's p-value is its rank among those before it, and its own place among equal ones")
    func ranks() {
        let pValues = ConformalRanks.pValues(
            baseline: [3, 1, 2], stream: [2.5, 0, 9, 2, 2], ties: [0.5, 0.25, 0.75, 0, 0.5])
        let expected: [Double] = [2.5 / 4, 0.25 / 5, 5.75 / 6, 2.0 / 7, 3.5 / 8]
        for (value, other) in zip(pValues, expected) { #expect(abs(value - other) < 1e-12) }
    }

    @Test("p-values are uniform where most numbers are equal, too", arguments: [2, 5, 1000])
    func uniform(distinct: Int) throws {
        var random = SeededGenerator(seed: 4)
        let values = (0..<2000).map { _ in Double(random.integer(in: 1...distinct)) }
        let ties = (0..<1900).map { _ in random.double(in: 0...0.999_999) }
        let pValues = ConformalRanks.pValues(
            baseline: Array(values.prefix(100)), stream: Array(values.dropFirst(100)), ties: ties)
        let grid = (0..<2000).map { (Double($0) + 0.5) / 2000 }
        #expect(try #require(KolmogorovSmirnov(pValues, grid)).pValue > 0.05)
        // Neighbours do not depend on each other.
        let centred: [Double] = pValues.map { $0 - 0.5 }
        let products: [Double] = zip(centred, centred.dropFirst()).map { 12 * $0 * $1 }
        #expect(abs(products.reduce(0, +) / Double(products.count)) < 0.07)
    }

    @Test("whatever came before, the capital that is to be expected next is the capital there is")
    func fair() {
        var random = SeededGenerator(seed: 9)
        for drift in [0.0, 0.4] {
            var martingale = BettingMartingale()
            for step in 0..<300 {
                let points = 2000
                let next = (0..<points).reduce(0.0) { sum, point in
                    var copy = martingale
                    copy.bet(on: (Double(point) + 0.5) / Double(points))
                    return sum + pow(10, copy.log10 - martingale.log10)
                }
                if step % 30 == 0 { #expect(abs(next / Double(points) - 1) < 1e-5, "step \(step)") }
                martingale.bet(on: random.double(in: drift...1))
            }
        }
    }

    @Test("the capital stays a number on a drift that never ends, and is never lost where there is none")
    func extremes() {
        var drifting = BettingMartingale()
        for _ in 0..<5000 { drifting.bet(on: 0.01) }
        #expect(drifting.log10 > 1000 && drifting.log10.isFinite)
        var random = SeededGenerator(seed: 2)
        var steady = BettingMartingale()
        for count in 1...5000 {
            steady.bet(on: random.double(in: 0...1))
            #expect(steady.log10 > -log10(Double(count + 1)) - 1e-9)
        }
    }

    @Test("of streams without drift, no more give an alarm than is said, whenever one looks")
    func falseAlarms() {
        let alpha = 0.1
        let runs = 300
        var alarms = 0
        var random = SeededGenerator(seed: 11)
        for run in 0..<runs {
            // Three features that depend on each other, one of them with few values.
            let values = (0..<250).map { _ in
                let own = Self.normal(&random)
                return [own, own + Self.normal(&random), Double(Int(own))]
            }
            let tests = (0..<3).map { feature in
                DriftTest(
                    baseline: values.prefix(50).map { $0[feature] },
                    stream: Self.stream(values.dropFirst(50).map { $0[feature] }), feature: "\(feature)",
                    seed: UInt64(run))
            }
            if DriftFamily.verdicts(tests, alpha: alpha).contains(where: { $0.level != nil }) { alarms += 1 }
        }
        #expect(Double(alarms) <= alpha * Double(runs), "\(alarms) of \(runs)")
    }

    @Test(
        "finds a shift, a small one, a wider spread, and one that begins late",
        arguments: [(1.0, 1.0, 0, 60), (0.5, 1, 0, 250), (0, 2, 0, 120), (1, 1, 200, 100), (-1, 1, 0, 60)])
    func power(shift: Double, spread: Double, begin: Int, latest: Int) {
        var found: [Int] = []
        for seed in 0..<20 {
            var random = SeededGenerator(seed: UInt64(100 + seed))
            let baseline = (0..<500).map { _ in Self.normal(&random) }
            let values = (0..<begin + 400).map { place -> Double in
                let own = Self.normal(&random)
                return place < begin ? own : own * spread + shift
            }
            let test = DriftTest(baseline: baseline, stream: Self.stream(values), feature: "x", seed: 1)
            // As one of ten tests with a chance of 1 % of a false alarm.
            if let place = test.place(reaching: 3), place >= begin { found.append(place + 1 - begin) }
        }
        #expect(found.count >= 18, "\(found)")
        #expect(found.sorted()[found.count / 2] <= latest, "\(found.sorted())")
    }

    @Test("names the feature that drifted alone, and the same stream gives the same history")
    func named() {
        var random = SeededGenerator(seed: 8)
        let baseline = (0..<200).map { _ in Self.normal(&random) }
        let values = (0..<150).map { _ in Self.normal(&random) }
        func test(_ shift: Double) -> DriftTest {
            DriftTest(baseline: baseline, stream: Self.stream(values.map { $0 + shift }), feature: "x", seed: 1)
        }
        let verdicts = DriftFamily.verdicts([test(0), test(-1.5), test(0)], alpha: 0.01)
        #expect(verdicts.map { $0.level != nil } == [false, true, false])
        #expect(verdicts[1].adjusted < 0.01 && verdicts[0].adjusted > 0.01)
        #expect(test(0) == test(0))
        // What comes later does not change what was.
        let shorter = DriftTest(
            baseline: baseline, stream: Self.stream(Array(values.prefix(40))), feature: "x", seed: 1)
        #expect(Array(test(0).history.prefix(40)) == shorter.history)
    }

    /// p-values from SciPy 1.17, `ks_2samp(a, b, method="exact")`.
    @Test("the statistic of Kolmogorov and Smirnov is SciPy's, and its p-value is near the exact one")
    func kolmogorovSmirnov() throws {
        let small = KolmogorovSmirnov(
            [0.1, 0.4, 0.35, 0.8, 0.95, 0.2, 0.55], [0.5, 0.6, 0.45, 0.9, 0.97, 0.99, 0.58, 0.71])
        #expect(abs(try #require(small).statistic - 0.5714285714285714) < 1e-12)
        let numbers = (0..<1000).map(Double.init)
        for (shift, pValue) in [(30.0, 0.7593695685682871), (60, 0.05462666510701526), (100, 8.974277567313009e-05)] {
            let found = try #require(KolmogorovSmirnov(numbers, numbers.map { $0 + shift }))
            #expect(abs(found.statistic - shift / 1000) < 1e-12)
            #expect(abs(found.pValue - pValue) < 0.01)
        }
        #expect(KolmogorovSmirnov([1, 1], [1]) == KolmogorovSmirnov([2], [2]))
        #expect(KolmogorovSmirnov([], [1]) == nil && KolmogorovSmirnov([.nan], [1]) == nil)
    }
}
