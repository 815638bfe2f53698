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

/// Ranks of numbers among each other.
public enum Ranks {
    /// The ascending ranks, from 1; equal numbers share the mean of the ranks they take up, so [5, 7, 5] has
    /// [1.5, 3, 1.5].
    ///
    /// Costs a sort. No numbers have no ranks; 0 and −0 are equal.
    /// - Returns: one rank a number, or nil where one is not-a-number. Infinities are ranked.
    public static func average(_ values: [Double]) -> [Double]? {
        guard !values.contains(where: \.isNaN) else { return nil }
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for position in start..<end { ranks[order[position]] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }
}

/// Quantiles of a sample.
public enum Quantile {
    /// The quantile of type 7 of Hyndman and Fan (1996), the default of NumPy, R and S: linear between the order
    /// statistics around the place (n − 1)·p, counted from 0.
    ///
    /// Probability 0 gives the smallest number, 0.5 the median, 1 the largest. One number is each of its quantiles.
    /// - Parameters:
    ///   - values: in any order.
    ///   - probability: in [0, 1].
    /// - Returns: nil where there are no numbers, or one is not finite.
    /// - Precondition: the probability is in [0, 1].
    public static func linear(_ values: [Double], _ probability: Double) -> Double? {
        linear(values, [probability])?[0]
    }

    /// Several quantiles for the cost of one sort, under the same conditions as a single one.
    public static func linear(_ values: [Double], _ probabilities: [Double]) -> [Double]? {
        precondition(probabilities.allSatisfy { (0...1).contains($0) }, "probabilities are in [0, 1]")
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        let sorted = values.sorted()
        return probabilities.map { probability in
            let place = Double(sorted.count - 1) * probability
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
    }
}
