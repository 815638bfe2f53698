import Evaluation

/// Middle and spread of numbers of which some may be anything.
enum RobustSpread {
    /// Of the normal distribution: the distance from the median to a quartile, in standard deviations.
    private static let quartile = 0.674_489_750_196_082

    /// Nil without numbers.
    static func median(_ values: [Double]) -> Double? { Quantile.linear(values, 0.5) }

    /// The median distance from the median, scaled to the standard deviation of a normal distribution; 0 without
    /// numbers.
    static func ofDeviations(_ values: [Double]) -> Double {
        guard let middle = median(values) else { return 0 }
        return (median(values.map { abs($0 - middle) }) ?? 0) / quartile
    }

    /// The distance from the lower quartile to the median, scaled alike; 0 without numbers.
    static func lowerHalf(_ values: [Double]) -> Double {
        guard let ends = Quantile.linear(values, [0.25, 0.5]) else { return 0 }
        return (ends[1] - ends[0]) / quartile
    }
}
