/// One figure of outlines, the true ones and the predicted beside them: distances, or the surface Dice.
public struct SurfaceComparison: Sendable, Equatable {
    /// How many masks have a finite real figure, and how many an infinite one: a structure that is in only one of mask
    /// and truth. The others have none: it is in neither.
    public let count: Int
    public let infiniteCount: Int
    public let undefinedCount: Int
    /// Of the finite real figures; nil where there are none.
    public let realMean: Double?
    public let realMedian: Double?
    /// The masks of which both figures are finite.
    public let pairs: PairedScores

    /// - Parameter figures: nil where a figure is not defined, or not there.
    public init(_ figures: [(predicted: Double?, real: Double?, image: String)]) {
        let real = figures.compactMap(\.real).filter { !$0.isNaN }
        let finite = real.filter(\.isFinite)
        count = finite.count
        infiniteCount = real.count - finite.count
        undefinedCount = figures.count - real.count
        realMean = finite.isEmpty ? nil : finite.reduce(0, +) / Double(finite.count)
        realMedian = Quantile.linear(finite, 0.5)
        pairs = PairedScores(figures)
    }

    /// The mean of the predicted figures of ``pairs``; nil where there are none.
    public var predictedMean: Double? {
        pairs.count == 0 ? nil : pairs.predicted.reduce(0, +) / Double(pairs.count)
    }

    public var pearson: Double? { Correlation.pearson(pairs.predicted, pairs.real) }
    public var spearman: Double? { Correlation.spearman(pairs.predicted, pairs.real) }
    public var meanAbsoluteError: Double? {
        PredictionError.meanAbsolute(predicted: pairs.predicted, real: pairs.real)
    }
    /// Predicted − real.
    public var bias: Double? { PredictionError.bias(predicted: pairs.predicted, real: pairs.real) }
}
