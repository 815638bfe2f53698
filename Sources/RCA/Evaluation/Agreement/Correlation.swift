/// How far two sets of numbers rise and fall together.
public enum Correlation {
    /// Pearson's product-moment correlation, Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²) (Pearson 1895).
    ///
    /// - Returns: in [−1, 1]. Nil where there are fewer than two pairs, all x or all y are equal, or a number is
    ///   not finite.
    /// - Precondition: `x` and `y` have one count.
    public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
        guard let moments = Moments(x, y), moments.sumXX > 0, moments.sumYY > 0 else { return nil }
        return min(max(moments.sumXY / (moments.sumXX.squareRoot() * moments.sumYY.squareRoot()), -1), 1)
    }

    /// Spearman's rank correlation: Pearson's of the ranks, equal numbers sharing their mean rank (Spearman 1904).
    ///
    /// - Returns: in [−1, 1]. Nil where ``pearson(_:_:)`` would be.
    /// - Precondition: `x` and `y` have one count.
    public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "paired numbers have one count")
        guard x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
        guard let ranksX = Ranks.average(x), let ranksY = Ranks.average(y) else { return nil }
        return pearson(ranksX, ranksY)
    }
}
