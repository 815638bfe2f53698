/// Means of the errors predicted − real.
///
/// Each is nil where there are no pairs, and where a number is not finite.
/// - Precondition: of all: both sides have one count.
public enum PredictionError {
    /// The mean absolute error, Σ|p − r| / n.
    public static func meanAbsolute(predicted: [Double], real: [Double]) -> Double? {
        mean(predicted, real) { abs($0) }
    }

    /// The root of the mean squared error, √(Σ(p − r)² / n).
    public static func rootMeanSquare(predicted: [Double], real: [Double]) -> Double? {
        mean(predicted, real) { $0 * $0 }?.squareRoot()
    }

    /// The mean error, Σ(p − r) / n: above 0 where predictions are too high.
    public static func bias(predicted: [Double], real: [Double]) -> Double? {
        mean(predicted, real) { $0 }
    }

    private static func mean(_ predicted: [Double], _ real: [Double], _ term: (Double) -> Double) -> Double? {
        precondition(predicted.count == real.count, "paired numbers have one count")
        guard !predicted.isEmpty else { return nil }
        var sum = 0.0
        for (predicted, real) in zip(predicted, real) { sum += term(predicted - real) }
        return sum.isFinite ? sum / Double(predicted.count) : nil
    }
}
