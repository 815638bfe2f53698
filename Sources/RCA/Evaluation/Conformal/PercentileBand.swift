/// The published recipe: split conformal prediction round a band of percentiles (Cosarinsky et al. 2025).
///
/// The band of a mask goes from the 40th to the 95th percentile of its Dice on the single references. How far the
/// true Dice lies outside, max(lo − y, y − hi), negative inside, is the nonconformity.
public struct PercentileBand: Sendable, Equatable, Codable {
    static let probabilities = [0.4, 0.95]

    /// The nonconformity of every calibration mask, ascending.
    public let nonconformity: [Double]

    /// - Parameter masks: the Dice on the single references of each calibration mask, and its true Dice. Those
    ///   without references are left out.
    public init(_ masks: [(references: [Double], real: Double)]) {
        nonconformity = masks.compactMap { mask in
            Quantile.linear(mask.references, Self.probabilities).map { max($0[0] - mask.real, mask.real - $0[1]) }
        }.sorted()
    }

    /// The band widened by the quantile of the nonconformity, clipped to [0, 1]; predicted is the band's middle.
    ///
    /// - Parameters:
    ///   - references: the Dice on the single references, in any order.
    ///   - alpha: the share of intervals that may miss, in (0, 1). Where it is too small for the number of
    ///     calibration masks the interval is [0, 1].
    /// - Returns: nil where there are no references, or a Dice is not finite.
    public func interval(references: [Double], alpha: Double) -> PredictionInterval? {
        guard let band = Quantile.linear(references, Self.probabilities) else { return nil }
        let middle = (band[0] + band[1]) / 2
        guard let margin = ConformalRank.higherQuantile(sorted: nonconformity, alpha: alpha) else {
            return PredictionInterval(predicted: middle, lower: 0, upper: 1)
        }
        return PredictionInterval(predicted: middle, lower: band[0] - margin, upper: band[1] + margin)
    }

    /// Whether the scores are finite and ascending, as a file must have them.
    package var isSound: Bool {
        nonconformity.allSatisfy(\.isFinite) && zip(nonconformity, nonconformity.dropFirst()).allSatisfy { $0 <= $1 }
    }
}
