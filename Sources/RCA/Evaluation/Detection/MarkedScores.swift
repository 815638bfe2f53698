/// How well predicted scores agree with a reviewer who called masks fine or wrong.
public struct MarkedScores: Sendable, Equatable {
    /// What lies below one threshold; equal is not below.
    public struct Cut: Sendable, Equatable {
        public let threshold: Double
        /// Masks marked wrong whose predicted Dice is below.
        public let wrongBelow: Int
        /// Masks marked fine whose predicted Dice is below.
        public let fineBelow: Int
    }

    /// Marked masks that have a prediction.
    public let wrong: Int
    public let fine: Int
    public let cuts: [Cut]
    /// The chance that a mask marked wrong has a lower score than one marked fine (Hanley and McNeil 1982), in
    /// [0, 1]; nil where either kind is missing.
    public let areaUnderCurve: Double?

    /// - Parameters:
    ///   - marks: finite scores, with what the reviewer said of the mask.
    ///   - thresholds: of the predicted Dice.
    public init(_ marks: [(predicted: Double, isWrong: Bool)], thresholds: [Double]) {
        wrong = marks.count { $0.isWrong }
        fine = marks.count - wrong
        cuts = thresholds.map { threshold in
            Cut(
                threshold: threshold, wrongBelow: marks.count { $0.isWrong && $0.predicted < threshold },
                fineBelow: marks.count { !$0.isWrong && $0.predicted < threshold })
        }
        areaUnderCurve = ReceiverOperating.area(
            predicted: marks.map(\.predicted), real: marks.map { $0.isWrong ? 0 : 1 }, threshold: 0.5)
    }

    /// The share of the masks marked wrong that lie below a cut, in [0, 1]; nil without any.
    public func shareOfWrong(_ cut: Cut) -> Double? { wrong > 0 ? Double(cut.wrongBelow) / Double(wrong) : nil }

    /// The share of the masks marked fine that lie below a cut, in [0, 1]; nil without any.
    public func shareOfFine(_ cut: Cut) -> Double? { fine > 0 ? Double(cut.fineBelow) / Double(fine) : nil }
}
