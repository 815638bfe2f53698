/// Between which differences predicted − real about 95 % of pairs lie: bias ± 1.96 s (Bland and Altman 1986).
///
/// `s` is the standard deviation of the differences, divided by n − 1. The 95 % hold for normal differences.
public struct LimitsOfAgreement: Sendable, Equatable {
    public let lower: Double
    public let upper: Double

    /// Nil where there are fewer than two pairs, or a number is not finite. Equal differences give equal limits.
    /// - Precondition: both sides have one count.
    public init?(predicted: [Double], real: [Double]) {
        precondition(predicted.count == real.count, "paired numbers have one count")
        let differences = zip(predicted, real).map { $0 - $1 }
        guard differences.count > 1, let moments = Moments(differences, differences) else { return nil }
        let deviation = (moments.sumXX / Double(differences.count - 1)).squareRoot()
        lower = moments.meanX - 1.96 * deviation
        upper = moments.meanX + 1.96 * deviation
    }
}
