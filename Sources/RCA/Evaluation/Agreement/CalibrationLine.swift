/// The line real = intercept + slope · predicted that fits best in squares.
///
/// Calibrated predictions have slope 1 and intercept 0. A slope below 1 says that they spread too far, above 1 that
/// they are drawn together (Cox 1958; Steyerberg 2019, chapter 15).
public struct CalibrationLine: Sendable, Equatable {
    public let slope: Double
    public let intercept: Double

    /// Nil where there are fewer than two pairs, all predictions are equal, or a number is not finite.
    /// - Precondition: both sides have one count.
    public init?(predicted: [Double], real: [Double]) {
        guard let moments = Moments(predicted, real), moments.sumXX > 0 else { return nil }
        slope = moments.sumXY / moments.sumXX
        intercept = moments.meanY - slope * moments.meanX
    }
}
