/// The true Dice from several estimates of it: a weighted sum in which no estimate counts against a mask, and with
/// it how large the error is likely to be.
///
/// A mask that scores higher on every estimate is never predicted lower, also far from the calibration data.
public struct MonotoneFit: Sendable, Equatable, Codable {
    public let intercept: Double
    /// One an estimate, none negative.
    public let weights: [Double]
    public let scale: ErrorScale

    private static let iterations = 6
    /// Huber's constant, and the median of |z| of the normal distribution that makes a deviation of the median.
    private static let huber = 1.345 / 0.6745

    /// Reweighted least squares: errors count in units of their scale, and outliers no more than Huber (1964) lets
    /// them.
    ///
    /// - Parameters:
    ///   - features: of each mask, alike in number.
    ///   - real: their true Dice.
    init(_ features: [CaseFeatures], real: [Double]) {
        let (rows, doubts) = (FeatureRows(features.map(\.values)), features.map(\.doubts))
        var weights = [Double](repeating: 1, count: real.count)
        var coefficients = [Double](repeating: 0, count: rows.width)
        var intercept = 0.0
        var scale = ErrorScale(errors: [], predicted: [], doubts: [])
        for _ in 0..<Self.iterations {
            (intercept, coefficients) = Self.leastSquares(rows, real, weights)
            let predicted = rows.products(coefficients).map { intercept + $0 }
            let errors = zip(predicted, real).map { abs($0 - $1) }
            scale = ErrorScale(errors: errors, predicted: predicted, doubts: doubts)
            let scales = zip(predicted, doubts).map { scale.value(predicted: $0, doubts: $1) }
            let ratios = zip(errors, scales).map { $0 / $1 }
            let limit = max(Self.huber * (Quantile.linear(ratios, 0.5) ?? 0), 1e-6)
            weights = zip(ratios, scales).map { min(1, limit / max($0, 1e-9)) / ($1 * $1) }
            let total = weights.reduce(0, +) / Double(weights.count)
            weights = weights.map { $0 / total }
        }
        self.intercept = intercept
        self.weights = coefficients
        self.scale = scale
    }

    private static func leastSquares(
        _ rows: FeatureRows, _ real: [Double], _ weights: [Double]
    ) -> (intercept: Double, coefficients: [Double]) {
        let meanReal = zip(weights, real).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        let means = rows.means(weights: weights)
        let (gram, moment) = rows.normalEquations(real.map { $0 - meanReal }, weights: weights, centre: means)
        let coefficients = NonnegativeLeastSquares.solve(gram: gram, moment: moment)
        return (meanReal - zip(means, coefficients).reduce(0) { $0 + $1.0 * $1.1 }, coefficients)
    }

    /// In [0, 1].
    func predicted(_ values: [Double]) -> Double {
        min(1, max(0, intercept + zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }))
    }

    func isSound(_ uses: FittedEstimates) -> Bool {
        intercept.isFinite && weights.count == uses.valueCount && weights.allSatisfy { $0.isFinite && $0 >= 0 }
            && scale.isSound(doubts: uses.doubtCount)
    }
}
