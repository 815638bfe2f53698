import Evaluation
import Foundation
import Testing

@Suite("The rank that a conformal promise needs")
struct ConformalRankTests {
    @Test("is ⌈(n + 1)(1 − α)⌉, not one more by rounding, and none beyond n")
    func rank() {
        #expect(ConformalRank.rank(count: 9, alpha: 0.1) == 9)
        #expect(ConformalRank.rank(count: 99, alpha: 0.1) == 90)
        #expect(ConformalRank.rank(count: 288, alpha: 0.1) == 261)
        #expect(ConformalRank.rank(count: 8, alpha: 0.1) == nil)
        #expect(ConformalRank.rank(count: 0, alpha: 0.5) == nil)
    }

    /// `t = 0; while scipy.stats.binom.cdf(t, n, a) <= .1: t += 1`, SciPy 1.17.1.
    @Test(
        "is, for nine sets in ten, that of the binomial distribution",
        arguments: [
            (12, 0.3, 2), (144, 0.1, 10), (288, 0.1, 22), (288, 0.05, 10), (3762, 0.1, 353), (40, 0.05, 0),
            (20, 0.1, 0),
        ])
    func confident(count: Int, alpha: Double, tail: Int) {
        #expect(ConformalRank.confidentTail(count: count, alpha: alpha) == tail)
    }

    @Test(
        "is the same for any number as by all of the distribution's probabilities",
        arguments: [0.002, 0.05, 0.1, 0.5, 0.97])
    func plainly(alpha: Double) {
        for count in [0, 1, 2, 7, 30, 113, 800, 4001] {
            // Logarithms of P(k), from 0 on.
            var logarithms = [Double(count) * log(1 - alpha)]
            for k in 0..<count {
                logarithms.append(
                    logarithms[k] + log(Double(count - k) / Double(k + 1)) + log(alpha / (1 - alpha)))
            }
            var (sum, tail) = (0.0, 0)
            while tail < count {
                sum += exp(logarithms[tail])
                if sum > 0.1 { break }
                tail += 1
            }
            #expect(ConformalRank.confidentTail(count: count, alpha: alpha) == tail, "\(count)")
        }
    }

    @Test("stays defined for a hundred thousand masks, and near their share")
    func many() {
        let tail = ConformalRank.confidentTail(count: 100_000, alpha: 0.1)
        #expect((9_800..<10_000).contains(tail))
        #expect(ConformalRank.confidentTail(count: 0, alpha: 0.1) == 0)
    }
}
