/// Pearson's correlation of paired numbers that come one after another, in constant memory (Welford 1962).
///
///     var pairs = RunningCorrelation()
///     for mask in masks { pairs.add(mask.predicted, mask.given) }
///     print(pairs.pearson ?? .nan, pairs.meanDifference ?? .nan)
public struct RunningCorrelation: Sendable {
    public private(set) var count = 0
    private var mean = (x: 0.0, y: 0.0)
    private var sum = (xx: 0.0, yy: 0.0, xy: 0.0)

    public init() {}

    public mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let (dx, dy) = (x - mean.x, y - mean.y)
        mean.x += dx / Double(count)
        mean.y += dy / Double(count)
        sum.xx += dx * (x - mean.x)
        sum.yy += dy * (y - mean.y)
        sum.xy += dx * (y - mean.y)
    }

    /// Nil for fewer than two pairs, and where all numbers of one side are equal.
    public var pearson: Double? {
        guard count > 1, sum.xx > 0, sum.yy > 0 else { return nil }
        return max(-1, min(1, sum.xy / (sum.xx.squareRoot() * sum.yy.squareRoot())))
    }

    /// The mean of x − y; nil without pairs.
    public var meanDifference: Double? { count > 0 ? mean.x - mean.y : nil }
}
