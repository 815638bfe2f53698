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

/// The receiver operating characteristic of finding bad masks by their predicted score.
public enum ReceiverOperating {
    /// The area under the curve: the probability that a bad mask is predicted below a good one, a tie counting
    /// half. It is U / (n₊ n₋) of Mann and Whitney (1947; Hanley and McNeil 1982), from mean ranks.
    ///
    /// - Parameters:
    ///   - predicted: predicted Dice; the lower, the more it looks bad.
    ///   - real: true Dice of the same masks.
    ///   - threshold: a mask is bad where its true Dice is below; equal is good.
    /// - Returns: in [0, 1]: 1 where every bad mask is predicted below every good one, 0.5 by chance or where all
    ///   predictions are equal. Nil where there is no bad or no good mask, or a number is not finite.
    /// - Precondition: both sides have one count.
    public static func area(predicted: [Double], real: [Double], threshold: Double) -> Double? {
        guard let cases = DetectionCase.cases(predicted: predicted, real: real, threshold: threshold),
            let ranks = Ranks.average(cases.map(\.score))
        else { return nil }
        let positives = cases.count { $0.isPositive }
        let negatives = cases.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        var rankSum = 0.0
        for (element, rank) in zip(cases, ranks) where element.isPositive { rankSum += rank }
        let lowest = Double(positives) * Double(positives + 1) / 2
        return (rankSum - lowest) / (Double(positives) * Double(negatives))
    }
}

/// Precision and recall of finding bad masks by their predicted score.
public enum PrecisionRecall {
    /// Average precision, Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct predictions, lowest first (scikit-learn's definition,
    /// without interpolation): the mean precision at which each bad mask is found.
    ///
    /// - Parameters:
    ///   - predicted: predicted Dice; the lower, the more it looks bad. Masks of one prediction are found together.
    ///   - real: true Dice of the same masks.
    ///   - threshold: a mask is bad where its true Dice is below; equal is good.
    /// - Returns: in (0, 1]; the share of bad masks where all predictions are equal. Nil where there is no bad
    ///   mask, or a number is not finite.
    /// - Precondition: both sides have one count.
    public static func average(predicted: [Double], real: [Double], threshold: Double) -> Double? {
        guard
            let cases = DetectionCase.cases(predicted: predicted, real: real, threshold: threshold)?
                .sorted(by: { $0.score > $1.score })
        else { return nil }
        let positives = cases.count { $0.isPositive }
        guard positives > 0 else { return nil }
        var result = 0.0
        var found = 0
        var foundBefore = 0
        for (position, element) in cases.enumerated() {
            if element.isPositive { found += 1 }
            if position + 1 < cases.count, cases[position + 1].score == element.score { continue }
            result += Double(found - foundBefore) / Double(positives) * (Double(found) / Double(position + 1))
            foundBefore = found
        }
        return result
    }
}
