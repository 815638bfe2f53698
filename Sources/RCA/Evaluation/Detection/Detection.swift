/// How well predicted scores find the masks whose true Dice is below a threshold: every figure at once.
///
/// A figure is nil where it is not defined; each names its own conditions.
public struct Detection: Sendable, Equatable {
    public let threshold: Double
    /// The masks whose true Dice is below the threshold.
    public let positives: Int
    /// The other masks.
    public let negatives: Int
    /// ``ReceiverOperating/area(predicted:real:threshold:)``
    public let areaUnderCurve: Double?
    /// ``PrecisionRecall/average(predicted:real:threshold:)``
    public let averagePrecision: Double?
    /// The decisions where the threshold holds for the predicted Dice too.
    public let decisions: DecisionCounts?

    public init(_ scores: PairedScores, threshold: Double) {
        let (predicted, real) = (scores.predicted, scores.real)
        self.threshold = threshold
        positives = real.count { $0 < threshold }
        negatives = real.count - positives
        areaUnderCurve = ReceiverOperating.area(predicted: predicted, real: real, threshold: threshold)
        averagePrecision = PrecisionRecall.average(predicted: predicted, real: real, threshold: threshold)
        decisions = DecisionCounts(predicted: predicted, real: real, threshold: threshold)
    }
}
