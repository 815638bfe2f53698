/// How often "this mask is bad" is right, when predicted and true Dice are held against thresholds.
///
/// Positive is bad: Dice below the threshold; equal is good.
public struct DecisionCounts: Sendable, Equatable {
    /// Bad masks called bad.
    public let truePositives: Int
    /// Good masks called bad.
    public let falsePositives: Int
    /// Good masks called good.
    public let trueNegatives: Int
    /// Bad masks called good: the costly ones.
    public let falseNegatives: Int

    /// - Parameters:
    ///   - threshold: of the true Dice.
    ///   - predictedThreshold: of the predicted Dice; nil for the same.
    /// - Returns: nil where a number or a threshold is not finite. No pairs give four zeros.
    /// - Precondition: both sides have one count.
    public init?(predicted: [Double], real: [Double], threshold: Double, predictedThreshold: Double? = nil) {
        let limit = predictedThreshold ?? threshold
        guard limit.isFinite,
            let cases = DetectionCase.cases(predicted: predicted, real: real, threshold: threshold)
        else { return nil }
        truePositives = cases.count { $0.isPositive && -$0.score < limit }
        falsePositives = cases.count { !$0.isPositive && -$0.score < limit }
        trueNegatives = cases.count { !$0.isPositive && -$0.score >= limit }
        falseNegatives = cases.count { $0.isPositive && -$0.score >= limit }
    }

    /// The share of bad masks that are found, TP / (TP + FN); nil where there is no bad mask.
    public var sensitivity: Double? { Self.share(truePositives, of: truePositives + falseNegatives) }

    /// The share of good masks that are left in peace, TN / (TN + FP); nil where there is no good mask.
    public var specificity: Double? { Self.share(trueNegatives, of: trueNegatives + falsePositives) }

    /// The share of right decisions, (TP + TN) / n; nil where there are no masks.
    public var accuracy: Double? {
        Self.share(
            truePositives + trueNegatives, of: truePositives + falsePositives + trueNegatives + falseNegatives)
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
