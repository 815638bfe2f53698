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
