/// How well predicted scores agree with the true ones: every figure at once.
///
/// A figure is nil where it is not defined; each names its own conditions.
public struct Agreement: Sendable, Equatable {
    public let count: Int
    /// ``Correlation/pearson(_:_:)``
    public let pearson: Double?
    /// ``Correlation/spearman(_:_:)``
    public let spearman: Double?
    /// ``Concordance/lin(_:_:)``
    public let concordance: Double?
    /// ``PredictionError/meanAbsolute(predicted:real:)``
    public let meanAbsoluteError: Double?
    /// ``PredictionError/rootMeanSquare(predicted:real:)``
    public let rootMeanSquareError: Double?
    /// ``PredictionError/bias(predicted:real:)``
    public let bias: Double?
    public let limits: LimitsOfAgreement?
    public let calibration: CalibrationLine?

    public init(_ scores: PairedScores) {
        let (predicted, real) = (scores.predicted, scores.real)
        count = scores.count
        pearson = Correlation.pearson(predicted, real)
        spearman = Correlation.spearman(predicted, real)
        concordance = Concordance.lin(predicted, real)
        meanAbsoluteError = PredictionError.meanAbsolute(predicted: predicted, real: real)
        rootMeanSquareError = PredictionError.rootMeanSquare(predicted: predicted, real: real)
        bias = PredictionError.bias(predicted: predicted, real: real)
        limits = LimitsOfAgreement(predicted: predicted, real: real)
        calibration = CalibrationLine(predicted: predicted, real: real)
    }
}

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

/// How close pairs lie to the line x = y.
public enum Concordance {
    /// Lin's concordance correlation, 2s_xy / (s_x² + s_y² + (x̄ − ȳ)²), with moments divided by n (Lin 1989).
    ///
    /// Pearson's correlation times a factor in (0, 1] that falls with a shift or a change of scale.
    /// - Returns: in [−1, 1]; 0 where only one side is constant, or both are but differ. Nil where there are no
    ///   pairs, all x and y are one number, or a number is not finite.
    /// - Precondition: `x` and `y` have one count.
    public static func lin(_ x: [Double], _ y: [Double]) -> Double? {
        guard let moments = Moments(x, y) else { return nil }
        let shift = moments.meanX - moments.meanY
        let spread = moments.sumXX + moments.sumYY + Double(x.count) * shift * shift
        return spread > 0 ? 2 * moments.sumXY / spread : nil
    }
}

/// How far two sets of numbers rise and fall together.
public enum Correlation {
    /// Pearson's product-moment correlation, Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²) (Pearson 1895).
    ///
    /// - Returns: in [−1, 1]. Nil where there are fewer than two pairs, all x or all y are equal, or a number is
    ///   not finite.
    /// - Precondition: `x` and `y` have one count.
    public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
        guard let moments = Moments(x, y), moments.sumXX > 0, moments.sumYY > 0 else { return nil }
        return min(max(moments.sumXY / (moments.sumXX.squareRoot() * moments.sumYY.squareRoot()), -1), 1)
    }

    /// Spearman's rank correlation: Pearson's of the ranks, equal numbers sharing their mean rank (Spearman 1904).
    ///
    /// - Returns: in [−1, 1]. Nil where ``pearson(_:_:)`` would be.
    /// - Precondition: `x` and `y` have one count.
    public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "paired numbers have one count")
        guard x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
        guard let ranksX = Ranks.average(x), let ranksY = Ranks.average(y) else { return nil }
        return pearson(ranksX, ranksY)
    }
}

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

/// Whether two scores are the same for practical purposes.
public enum Tolerance {
    /// Whether the scores differ by no more than the tolerance.
    ///
    /// A thousandth of the tolerance, at most 10⁻⁷, is added: scores are 32-bit floats, and 0.95 − 0.93 of those is
    /// not 0.02. A tolerance of 0 asks for the same score. False where a score is not-a-number.
    public static func holds(_ first: Double, _ second: Double, tolerance: Double) -> Bool {
        abs(first - second) <= tolerance + min(tolerance * 1e-3, 1e-7)
    }

    /// The share of pairs within the tolerance, in [0, 1]; nil where there are no pairs.
    /// - Precondition: both sides have one count.
    public static func share(_ first: [Double], _ second: [Double], tolerance: Double) -> Double? {
        precondition(first.count == second.count, "paired numbers have one count")
        guard !first.isEmpty else { return nil }
        let count = zip(first, second).count { holds($0, $1, tolerance: tolerance) }
        return Double(count) / Double(first.count)
    }
}
