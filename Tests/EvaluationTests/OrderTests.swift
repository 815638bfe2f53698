import Evaluation
import TestSupport
import Testing

@Suite("Ranks and quantiles")
struct OrderTests {
    @Test("share the mean rank among equals, as scipy.stats.rankdata has it")
    func averageRanks() {
        #expect(Ranks.average([5, 7, 5, 3, 7, 7, 1]) == [3.5, 6, 3.5, 2, 6, 6, 1])
        #expect(Ranks.average([0, -0.0]) == [1.5, 1.5])
        #expect(Ranks.average([.infinity, 1, -.infinity]) == [3, 2, 1])
        #expect(Ranks.average([]) == [])
        #expect(Ranks.average([1, .nan]) == nil)
    }

    @Test("add up to n(n + 1)/2 whatever the ties")
    func rankSum() throws {
        var random = SeededGenerator(seed: 5)
        for count in 1...40 {
            let values = (0..<count).map { _ in Double(Int.random(in: 0...9, using: &random)) }
            let ranks = try #require(Ranks.average(values))
            #expect(ranks.reduce(0, +) == Double(count * (count + 1)) / 2)
        }
    }

    @Test("are numpy.quantile's to 1e-9", arguments: StoredFigures.all)
    func quantiles(_ stored: StoredFigures) throws {
        let probabilities = [0, 0.05, 0.25, 0.5, 0.9, 0.975, 1]
        let quantiles = try #require(Quantile.linear(stored.predicted, probabilities))
        for (quantile, expected) in zip(quantiles, stored.quantiles) { #expect(agrees(quantile, expected)) }
        #expect(Quantile.linear(stored.predicted, 0.05) == quantiles[1])
    }

    @Test("of one number are that number, of none and of not-a-number nothing")
    func fewNumbers() {
        #expect(Quantile.linear([0.3], [0, 0.4, 1]) == [0.3, 0.3, 0.3])
        #expect(Quantile.linear([], 0.5) == nil)
        #expect(Quantile.linear([1, .nan], 0.5) == nil)
        #expect(Quantile.linear([1, .infinity], 0.5) == nil)
        #expect(Quantile.linear([1, 2], []) == [])
    }
}
