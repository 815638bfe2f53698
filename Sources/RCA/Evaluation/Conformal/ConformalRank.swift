/// Which order statistic of n nonconformity scores a promise needs (Vovk, Gammerman, Shafer 2005).
public enum ConformalRank {
    /// ⌈(n + 1)(1 − α)⌉, counted from 1: the score with this rank bounds a new one with probability 1 − α at least.
    ///
    /// - Parameters:
    ///   - count: scores, 0 or more.
    ///   - alpha: in (0, 1): the share of intervals that may miss.
    /// - Returns: nil where it exceeds the count: so few scores promise nothing short of everything.
    /// - Precondition: `alpha` is in (0, 1).
    public static func rank(count: Int, alpha: Double) -> Int? {
        precondition(alpha > 0 && alpha < 1, "a share of misses is between 0 and 1")
        // (n + 1)(1 − α) that is a whole number must not become the next one by rounding.
        let rank = (Double(count + 1) * (1 - alpha) - 1e-9).rounded(.up)
        return rank <= Double(count) ? max(1, Int(rank)) : nil
    }

    /// The quantile at the level ⌈(n + 1)(1 − α)⌉ / n as NumPy's method `higher` takes it, the published recipe's
    /// convention: the order statistic at the place (n − 1)·level, counted from 0 and rounded up. It is the rank
    /// above ``rank(count:alpha:)``, except where that is the last.
    /// - Returns: nil where the level exceeds 1.
    public static func higherQuantile(sorted scores: [Double], alpha: Double) -> Double? {
        guard let rank = rank(count: scores.count, alpha: alpha) else { return nil }
        let count = scores.count
        return scores[((count - 1) * rank + count - 1) / count]
    }

    /// How likely it should be that a calibration set keeps its promise.
    package static let confidence = 0.9

    /// The place from the largest, counted from 1, of the score that bounds a share 1 − α of all new ones for nine
    /// calibration sets in ten (Wilks 1941; Vovk 2012): the largest t with P(Binomial(n, α) < t) ≤ 0.1.
    ///
    /// ``rank(count:alpha:)`` keeps its promise on average over calibration sets; half of them then do not keep it,
    /// and a set is calibrated once and used for a hundred thousand masks.
    /// - Returns: 0 where no score is large enough for that promise.
    /// - Precondition: `alpha` is in (0, 1).
    public static func confidentTail(count: Int, alpha: Double) -> Int {
        precondition(alpha > 0 && alpha < 1, "a share of misses is between 0 and 1")
        // Probabilities in units of the largest, so that none of those that matter is lost for large counts; on either
        // side of it, as far as they matter.
        let mode = min(count, Int(Double(count + 1) * alpha))
        let odds = alpha / (1 - alpha)
        var (below, above): ([Double], [Double]) = ([], [])
        var (k, share) = (mode, 1.0)
        while k > 0, share > negligible {
            share = share * Double(k) / Double(count - k + 1) / odds
            k -= 1
            below.append(share)
        }
        (k, share) = (mode, 1)
        while k < count, share > negligible {
            share = share * Double(count - k) / Double(k + 1) * odds
            k += 1
            above.append(share)
        }
        let shares = below.reversed() + [1] + above
        let limit = (1 - confidence) * shares.reduce(0, +)
        var sum = 0.0
        for (place, share) in shares.enumerated() {
            sum += share
            if sum > limit { return mode - below.count + place }
        }
        return count
    }

    /// A probability that changes no sum of them, in units of the largest.
    private static let negligible = 1e-40
}
