import Evaluation
import Testing

/// Computed outside with scikit-learn 1.9.1 and NumPy 2.4.6: `cohen_kappa_score(p < t, r < t)`,
/// `numpy.mean(abs(p - r) <= t)` with 10⁻⁷ more than t, and for 32-bit floats `mean()`, `std(ddof=1)`,
/// `numpy.quantile`, and counts below 32-bit thresholds.
@Suite("Agreement of decisions, and what one set of scores looks like")
struct DecisionAgreementTests {
    @Test(
        "Cohen's kappa is scikit-learn's",
        arguments: [
            (StoredFigures.twelve, 0.7, 0.5555555555555556), (.twelve, 0.8, 1), (.fiveHundred, 0.7, 0.8521891978267817),
            (.fiveHundred, 0.8, 0.8502809434061966), (.fiveHundred, 0.9, 0.734708315193731),
        ])
    func kappa(stored: StoredFigures, threshold: Double, expected: Double) {
        let counts = DecisionCounts(predicted: stored.predicted, real: stored.real, threshold: threshold)
        #expect(agrees(counts?.kappa, expected))
    }

    @Test("Cohen's kappa is 0 by chance, −1 for opposites, and undefined where nothing is to be decided")
    func kappaExtremes() {
        func kappa(_ predicted: [Double], _ real: [Double]) -> Double? {
            DecisionCounts(predicted: predicted, real: real, threshold: 0.5)?.kappa
        }
        #expect(kappa([0, 0, 1, 1], [0, 1, 0, 1]) == 0)
        #expect(kappa([0, 1], [1, 0]) == -1)
        #expect(kappa([0, 1, 1], [1, 1, 1]) == 0)
        #expect(kappa([1, 1], [1, 1]) == nil)
        #expect(kappa([0, 0], [0, 0]) == nil)
        #expect(kappa([], []) == nil)
    }

    @Test(
        "the share within a tolerance is NumPy's",
        arguments: [
            (StoredFigures.twelve, 0.0, 2.0 / 12), (.twelve, 0.02, 0.5), (.twelve, 0.05, 8.0 / 12),
            (.fiveHundred, 0, 0.112), (.fiveHundred, 0.02, 0.292), (.fiveHundred, 0.05, 0.614),
        ])
    func share(stored: StoredFigures, tolerance: Double, expected: Double) {
        #expect(agrees(Tolerance.share(stored.predicted, stored.real, tolerance: tolerance), expected))
    }

    @Test("32-bit scores a tolerance apart are within it; 0 asks for the very score")
    func tolerance() {
        #expect(Tolerance.holds(Double(Float(0.95)), Double(Float(0.93)), tolerance: 0.02))
        #expect(Tolerance.holds(Double(Float(0.93)), Double(Float(0.95)), tolerance: 0.02))
        #expect(!Tolerance.holds(0.95, 0.9299, tolerance: 0.02))
        #expect(Tolerance.holds(0.5, 0.5, tolerance: 0))
        #expect(!Tolerance.holds(Double(Float(0.5)), Double(Float(0.5).nextUp), tolerance: 0))
        #expect(!Tolerance.holds(.nan, 0.5, tolerance: 1))
        #expect(Tolerance.share([], [], tolerance: 1) == nil)
    }

    @Test("a distribution has NumPy's mean, deviation, quantiles, counts and histogram")
    func distribution() throws {
        let figures = try #require(ScoreDistribution(StoredFigures.fiveHundred.predicted.map { Float($0) }))
        #expect(figures.count == 500)
        #expect(agrees(figures.mean, 0.7066599979996682))
        #expect(agrees(figures.standardDeviation, 0.1761815109547424))
        let quantiles = [
            0.3700000047683716, 0.38999998569488525, 0.4399999976158142, 0.5575000047683716, 0.699999988079071,
            0.8600000143051147, 0.9900000095367432, 1, 1,
        ]
        for (quantile, expected) in zip(figures.quantiles, quantiles) { #expect(agrees(quantile.value, expected)) }
        #expect(figures.quantiles.map(\.probability) == [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1])
        #expect(figures.below.map(\.count) == [245, 319, 407])
        #expect(figures.below.map(\.threshold) == [0.7, 0.8, 0.9])
        #expect(
            figures.histogram.map(\.count) == [
                0, 0, 0, 0, 0, 0, 0, 6, 23, 42, 47, 41, 41, 45, 37, 37, 41, 47, 40, 53,
            ])
    }

    @Test("a distribution counts scores on its edges upwards, has no spread for one, and does not exist for none")
    func distributionEdges() throws {
        let edges = try #require(ScoreDistribution((0...20).map { Float($0) / 20 }))
        #expect(edges.histogram.map(\.count) == [Int](repeating: 1, count: 19) + [2])
        #expect(edges.below.map(\.count) == [14, 16, 18])
        let one = try #require(ScoreDistribution([0.7]))
        #expect(one.standardDeviation == 0 && one.below.map(\.count) == [0, 1, 1])
        #expect(ScoreDistribution([]) == nil)
        #expect(ScoreDistribution([0.5, .nan]) == nil)
        #expect(ScoreDistribution([1.5]) == nil)
    }
}
