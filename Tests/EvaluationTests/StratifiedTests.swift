import Evaluation
import TestSupport
import Testing

/// Figures computed outside with NumPy 2.4.6 under Python 3.11: `numpy.average(..., weights=w)` of |p − r|, p − r and
/// |p − r| ≤ 0.05, and the correlation from `numpy.cov(p, r, aweights=w, ddof=0)`, for the 500 stored pairs in the
/// five ranges of the true score, where the pairs of range k (from 0) stand for k + 1 each. Intervals: 500 resamples
/// written in Python, `(next() * n) >> 64` of SplitMix64 for each of n − 1 draws a range, and `numpy.quantile`.
@Suite("A stratified sample")
struct StratifiedTests {
    @Test("gives the weighted figures of NumPy to 1e-9")
    func estimates() {
        let pairs = StratifiedPairs(Self.strata)
        #expect(agrees(pairs.meanAbsoluteError, 0.03985507246376811))
        #expect(agrees(pairs.bias, 0.016859903381642515))
        #expect(agrees(pairs.correlation, 0.967575288533261))
        #expect(agrees(pairs.share(within: 0.05), 0.7014492753623188))
    }

    struct Stored: Sendable {
        let seed: UInt64
        let confidence: Double
        let ends: [[Double]]
    }

    @Test(
        "gives the intervals of the same draws in Python to 1e-9",
        arguments: [
            Stored(
                seed: 1, confidence: 0.95,
                ends: [
                    [0.037511011975414156, 0.04226887719882863], [0.012739533440176363, 0.020531353887421184],
                    [0.9642503594560929, 0.970816317906635], [0.6622605286673857, 0.7380737983852577],
                ]),
            Stored(
                seed: 20, confidence: 0.9,
                ends: [
                    [0.03800551223507167, 0.04165778176997534], [0.01348383693960128, 0.019971294284676568],
                    [0.9649997212823106, 0.970171574858688], [0.6742464923400399, 0.732188887272606],
                ]),
        ])
    func intervals(stored: Stored) throws {
        let intervals = StratifiedBootstrap(resamples: 500, seed: stored.seed).intervals(
            of: Self.strata, confidence: stored.confidence,
            [\.meanAbsoluteError, \.bias, \.correlation, { $0.share(within: 0.05) }])
        for (interval, ends) in zip(intervals, stored.ends) {
            #expect(agrees(interval?.lower, ends[0]) && agrees(interval?.upper, ends[1]))
            #expect(interval?.undefinedCount == 0)
        }
    }

    @Test("draws the positions that the same algorithm draws in Python")
    func draws() {
        let scores = StoredFigures.fiveHundred.real.map { Float($0) }
        let sample = StratifiedSample(
            scores: scores, available: Array(stride(from: 0, to: 500, by: 3)), size: 40, seed: 1)
        #expect(
            sample.strata.map(\.drawn) == [
                [231, 237, 294, 306, 381, 393, 447, 486], [36, 60, 222, 291, 321, 330, 336, 396],
                [102, 105, 186, 300, 324, 369, 435, 483], [24, 135, 201, 210, 270, 288, 327, 441],
                [63, 144, 150, 174, 198, 213, 405, 408],
            ])
        #expect(sample.strata.map(\.population) == [266, 67, 81, 38, 48])
        #expect(sample.strata.map(\.available).reduce(0, +) == 167)
    }

    @Test("has every bad mask in it where they are rare, and fills the places they leave")
    func rare() {
        let scores = (0..<10_000).map { Float($0 < 7 ? 0.5 : $0 < 20 ? 0.75 : 0.94) }
        let sample = StratifiedSample(scores: scores, available: Array(scores.indices), size: 100, seed: 3)
        #expect(sample.strata.map(\.drawn.count) == [7, 13, 0, 80, 0])
        #expect(sample.strata[0].drawn == Array(0..<7))
        let drawn = sample.strata.flatMap(\.drawn)
        #expect(Set(drawn).count == 100)
    }

    @Test("draws only what is available, all of it where that is less than asked for, another with another seed")
    func available() {
        let scores = (0..<1000).map { Float($0) / 1000 }
        let available = Array(stride(from: 1, to: 1000, by: 7))
        let all = StratifiedSample(scores: scores, available: available, size: 5000, seed: 1)
        #expect(all.strata.flatMap(\.drawn) == available)
        let some = (1...2).map { StratifiedSample(scores: scores, available: available, size: 30, seed: UInt64($0)) }
        #expect(Set(some[0].strata.flatMap(\.drawn)).isSubset(of: available))
        #expect(some[0] != some[1])
        #expect(some[0] == StratifiedSample(scores: scores, available: available, size: 30, seed: 1))
        let none = StratifiedSample(scores: scores, available: available, size: 0, seed: 1)
        #expect(none.strata.flatMap(\.drawn) == [])
        let empty = StratifiedSample(scores: [], available: [], size: 9, seed: 1)
        #expect(empty.strata.map(\.population) == [0, 0, 0, 0, 0])
    }

    @Test("puts a score on an edge into the range above it")
    func edges() {
        let sample = StratifiedSample(
            scores: [0, 0.69999, 0.7, 0.8, 0.9, 0.95, 1], available: Array(0..<7), size: 7, seed: 1)
        #expect(sample.strata.map(\.drawn) == [[0, 1], [2], [3], [4], [5, 6]])
        #expect(sample.strata.map(\.lower) == [0, 0.7, 0.8, 0.9, 0.95])
        #expect(sample.strata.map(\.upper) == [0.7, 0.8, 0.9, 0.95, 1])
    }

    @Test("of a whole file has no doubt left; of single pairs it is unknown")
    func extremes() {
        let whole = [
            StratifiedPairs.Stratum(population: 2, predicted: [0.5, 0.6], real: [0.6, 0.6]),
            StratifiedPairs.Stratum(population: 1, predicted: [0.9], real: [0.8]),
        ]
        let interval = StratifiedBootstrap(resamples: 50).intervals(of: whole, [\.meanAbsoluteError])[0]
        #expect(agrees(interval?.lower, 0.2 / 3) && agrees(interval?.upper, 0.2 / 3))
        #expect(StratifiedBootstrap.unknownSpread(of: whole) == [])

        let single = [StratifiedPairs.Stratum(population: 5, predicted: [0.5], real: [0.6])]
        #expect(StratifiedBootstrap(resamples: 50).intervals(of: single, [\.bias])[0] == nil)
        #expect(StratifiedBootstrap.unknownSpread(of: single) == [0])
        let none = StratifiedPairs([StratifiedPairs.Stratum(population: 5, predicted: [], real: [])])
        #expect(none.bias == nil && none.correlation == nil && none.share(within: 1) == nil)
        #expect(StratifiedPairs(single).correlation == nil)
    }

    @Test("covers the whole's true error about as often as it promises")
    func coverage() throws {
        var random = SeededGenerator(seed: 21)
        let published = (0..<3000).map { _ in
            1 - 0.4 * Float.random(in: 0...1, using: &random) * Float.random(in: 0...1, using: &random)
        }
        let errors = published.map { Double.random(in: -0.1...0.2, using: &random) * Double(1.1 - $0) }
        let truth = errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
        var covered = 0
        for trial in 0..<200 {
            let sample = StratifiedSample(
                scores: published, available: Array(published.indices), size: 100, seed: UInt64(trial))
            let strata = sample.strata.map { stratum in
                StratifiedPairs.Stratum(
                    population: stratum.population, predicted: stratum.drawn.map { Double(published[$0]) + errors[$0] },
                    real: stratum.drawn.map { Double(published[$0]) })
            }
            let interval = try #require(
                StratifiedBootstrap(resamples: 200, seed: UInt64(trial)).intervals(of: strata, [\.meanAbsoluteError])[0]
            )
            if interval.lower <= truth, truth <= interval.upper { covered += 1 }
        }
        #expect((178...200).contains(covered), "\(covered) of 200")
    }

    private static let strata: [StratifiedPairs.Stratum] = {
        let stored = StoredFigures.fiveHundred
        return (0..<5).map { range in
            let members = stored.real.indices.filter { index in
                [0.7, 0.8, 0.9, 0.95].count { stored.real[index] >= $0 } == range
            }
            return StratifiedPairs.Stratum(
                population: members.count * (range + 1), predicted: members.map { stored.predicted[$0] },
                real: members.map { stored.real[$0] })
        }
    }()
}
