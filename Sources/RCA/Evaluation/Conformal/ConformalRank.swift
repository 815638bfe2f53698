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
}
