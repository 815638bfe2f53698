/// The first and second moments of paired numbers, from two passes over them.
struct Moments {
    let meanX: Double
    let meanY: Double
    /// Σ (x − x̄)²; exactly 0 where all x are equal.
    let sumXX: Double
    /// Σ (y − ȳ)²; exactly 0 where all y are equal.
    let sumYY: Double
    /// Σ (x − x̄)(y − ȳ)
    let sumXY: Double

    /// Nil where there are no pairs, or a number is not finite.
    init?(_ x: [Double], _ y: [Double]) {
        precondition(x.count == y.count, "paired numbers have one count")
        guard !x.isEmpty, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
        meanX = Self.mean(x)
        meanY = Self.mean(y)
        var sums = (xx: 0.0, yy: 0.0, xy: 0.0)
        for (x, y) in zip(x, y) {
            sums.xx += (x - meanX) * (x - meanX)
            sums.yy += (y - meanY) * (y - meanY)
            sums.xy += (x - meanX) * (y - meanY)
        }
        sumXX = sums.xx
        sumYY = sums.yy
        sumXY = sums.xy
    }

    /// The mean of a number's copies is the number itself, which the rounding of a sum would miss by a little.
    private static func mean(_ values: [Double]) -> Double {
        let first = values[0]
        return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
    }
}
