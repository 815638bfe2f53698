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
        let features = zip(predicted, doubts).map(Self.features)
        let count = 2 + (doubts.first?.count ?? 1)
        var weights = [Double](repeating: 1, count: errors.count)
        var coefficients = [Double](repeating: 0, count: count)
        for _ in 0..<Self.iterations {
            var gram = [[Double]](repeating: Array(repeating: 0, count: count), count: count)
            var moment = [Double](repeating: 0, count: count)
            for ((row, error), weight) in zip(zip(features, errors), weights) {
                for i in 0..<count {
                    moment[i] += weight * weight * row[i] * error
                    for j in 0..<count { gram[i][j] += weight * weight * row[i] * row[j] }
                }
            }
            coefficients = NonnegativeLeastSquares.solve(gram: gram, moment: moment)
            weights = features.map { 1 / max(Self.product($0, coefficients), floor) }
        }
        self.coefficients = coefficients
        self.floor = floor
    }

    func value(predicted: Double, doubts: [Double]) -> Double {
        max(Self.product(Self.features(predicted, doubts), coefficients), floor)
    }

    func isSound(doubts: Int) -> Bool {
        coefficients.count == 2 + doubts && coefficients.allSatisfy { $0.isFinite && $0 >= 0 } && floor.isFinite
            && floor > 0
    }

    private static func features(_ predicted: Double, _ doubts: [Double]) -> [Double] {
        [1, max(0, 1 - predicted)] + doubts
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
