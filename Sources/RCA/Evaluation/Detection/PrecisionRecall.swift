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
