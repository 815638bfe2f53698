/// ``Moments`` of pairs of which each counts a number of times.
struct WeightedMoments {
    let count: Double
    let meanX: Double
    let meanY: Double
    /// Exactly 0 where all x that count are equal.
    let sumXX: Double
    let sumYY: Double
    let sumXY: Double

    /// Nil where no pair counts.
    init?(_ x: [Double], _ y: [Double], _ weights: [Double]) {
        guard let first = weights.firstIndex(where: { $0 > 0 }) else { return nil }
        var count = 0.0
        var shift = (x: 0.0, y: 0.0)
        for index in weights.indices {
            count += weights[index]
            shift.x += weights[index] * (x[index] - x[first])
            shift.y += weights[index] * (y[index] - y[first])
        }
        let mean = (x: x[first] + shift.x / count, y: y[first] + shift.y / count)
        var sums = (xx: 0.0, yy: 0.0, xy: 0.0)
        for index in weights.indices {
            let (x, y) = (x[index] - mean.x, y[index] - mean.y)
            sums.xx += weights[index] * x * x
            sums.yy += weights[index] * y * y
            sums.xy += weights[index] * x * y
        }
        self.count = count
        meanX = mean.x
        meanY = mean.y
        sumXX = sums.xx
        sumYY = sums.yy
        sumXY = sums.xy
    }

    /// As ``Correlation/pearson(_:_:)``.
    var correlation: Double? {
        guard sumXX > 0, sumYY > 0 else { return nil }
        return min(max(sumXY / (sumXX.squareRoot() * sumYY.squareRoot()), -1), 1)
    }
}
