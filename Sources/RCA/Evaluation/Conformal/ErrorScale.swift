/// How large the error of a prediction is likely to be, for one mask: a + b·(1 − predicted) + c·spread.
///
/// Bad masks, and masks that the references differ about, are predicted less well.
public struct ErrorScale: Sendable, Equatable, Codable {
    /// a, b and c, none negative.
    public let coefficients: [Double]
    /// The scale never falls below this, so that no mask gets an interval of no width.
    public let floor: Double

    static let floorShare = 0.2
    private static let iterations = 5

    /// Fits the absolute errors, each weighted by one over the scale itself.
    init(errors: [Double], predicted: [Double], spreads: [Double]) {
        let floor = Self.floorShare * errors.reduce(0, +) / Double(max(errors.count, 1)) + 1e-6
        let features = zip(predicted, spreads).map(Self.features)
        var weights = [Double](repeating: 1, count: errors.count)
        var coefficients = [0.0, 0, 0]
        for _ in 0..<Self.iterations {
            var gram = [[Double]](repeating: [0, 0, 0], count: 3)
            var moment = [0.0, 0, 0]
            for ((row, error), weight) in zip(zip(features, errors), weights) {
                for i in 0..<3 {
                    moment[i] += weight * weight * row[i] * error
                    for j in 0..<3 { gram[i][j] += weight * weight * row[i] * row[j] }
                }
            }
            coefficients = NonnegativeLeastSquares.solve(gram: gram, moment: moment)
            weights = features.map { 1 / max(Self.product($0, coefficients), floor) }
        }
        self.coefficients = coefficients
        self.floor = floor
    }

    func value(predicted: Double, spread: Double) -> Double {
        max(Self.product(Self.features(predicted, spread), coefficients), floor)
    }

    var isSound: Bool {
        coefficients.count == 3 && coefficients.allSatisfy { $0.isFinite && $0 >= 0 } && floor.isFinite && floor > 0
    }

    private static func features(_ predicted: Double, _ spread: Double) -> [Double] {
        [1, max(0, 1 - predicted), spread]
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double { a[0] * b[0] + a[1] * b[1] + a[2] * b[2] }
}
