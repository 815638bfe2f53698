/// How large the error of a prediction is likely to be, for one mask: a + b·(1 − predicted) + c·spread, and d·half
/// width of the expected Dice's range where that is known.
///
/// Bad masks, masks that the references differ about, and images unlike the references are predicted less well.
public struct ErrorScale: Sendable, Equatable, Codable {
    /// a, b, c and, where it is used, d; none negative.
    public let coefficients: [Double]
    /// The scale never falls below this, so that no mask gets an interval of no width.
    public let floor: Double

    static let floorShare = 0.2
    private static let iterations = 5

    /// Fits the absolute errors, each weighted by one over the scale itself.
    ///
    /// - Parameter doubts: of each mask what speaks for a large error, 0 or more each and alike in number.
    init(errors: [Double], predicted: [Double], doubts: [[Double]]) {
        let floor = Self.floorShare * errors.reduce(0, +) / Double(max(errors.count, 1)) + 1e-6
        let count = 2 + (doubts.first?.count ?? 1)
        var features = FeatureRows(width: count, capacity: errors.count)
        for (predicted, doubts) in zip(predicted, doubts) {
            features.append(1)
            features.append(Self.badness(predicted))
            features.append(doubts)
        }
        let origin = [Double](repeating: 0, count: count)
        var weights = [Double](repeating: 1, count: errors.count)
        var coefficients = [Double](repeating: 0, count: count)
        for _ in 0..<Self.iterations {
            let (gram, moment) = features.normalEquations(
                errors, weights: weights.map { $0 * $0 }, centre: origin)
            coefficients = NonnegativeLeastSquares.solve(gram: gram, moment: moment)
            weights = features.products(coefficients).map { 1 / max($0, floor) }
        }
        self.coefficients = coefficients
        self.floor = floor
    }

    func value(predicted: Double, doubts: [Double]) -> Double {
        let known = coefficients[0] + Self.badness(predicted) * coefficients[1]
        return max(zip(doubts, coefficients.dropFirst(2)).reduce(known) { $0 + $1.0 * $1.1 }, floor)
    }

    func isSound(doubts: Int) -> Bool {
        coefficients.count == 2 + doubts && coefficients.allSatisfy { $0.isFinite && $0 >= 0 } && floor.isFinite
            && floor > 0
    }

    private static func badness(_ predicted: Double) -> Double { max(0, 1 - predicted) }
}
