/// How well predicted scores agree with the real ones: every figure at once.
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
