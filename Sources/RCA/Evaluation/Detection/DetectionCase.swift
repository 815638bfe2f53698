/// A detector's view of a mask: whether it is bad, and how bad it looks.
///
/// Positive is a mask whose true Dice is **below** the threshold, and the lower the predicted Dice the more positive
/// it looks. A Dice equal to the threshold is good, on both sides.
struct DetectionCase {
    let isPositive: Bool
    /// Minus the predicted Dice.
    let score: Double

    /// One for each pair, or nil where a number or the threshold is not finite.
    /// - Precondition: both sides have one count.
    static func cases(predicted: [Double], real: [Double], threshold: Double) -> [DetectionCase]? {
        precondition(predicted.count == real.count, "paired numbers have one count")
        guard threshold.isFinite, predicted.allSatisfy(\.isFinite), real.allSatisfy(\.isFinite) else { return nil }
        return zip(predicted, real).map { DetectionCase(isPositive: $1 < threshold, score: -$0) }
    }
}
