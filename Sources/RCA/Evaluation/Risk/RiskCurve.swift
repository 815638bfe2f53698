import NumericSupport

/// How many masks are bad among those whose predicted Dice is above a threshold, for every threshold: the
/// risk–coverage curve of selective prediction (El-Yaniv and Wiener 2010).
///
///     let curve = RiskCurve(scores, dice: 0.8)
///     let point = curve.point(above: 0.9)   // keeps point.coverage of the masks, point.risk of them are bad
public struct RiskCurve: Sendable, Equatable {
    /// What is accepted at and above one threshold of the predicted Dice.
    public struct Point: Sendable, Equatable {
        public let threshold: Double
        public let accepted: Int
        /// Those of the accepted masks whose true Dice is below what was asked for.
        public let bad: Int
        /// Of all masks.
        let count: Int

        /// The share of all masks that is accepted, in [0, 1]; 0 without masks.
        public var coverage: Double { count > 0 ? Double(accepted) / Double(count) : 0 }
        /// The share of the accepted masks that is bad, in [0, 1]; nil where none is accepted.
        public var risk: Double? { accepted > 0 ? Double(bad) / Double(accepted) : nil }
    }

    /// A mask whose true Dice is below is bad.
    public let dice: Double
    /// One a distinct prediction, the highest first; none without pairs.
    public let points: [Point]
    private let count: Int

    /// Costs a sort.
    public init(_ scores: PairedScores, dice: Double) {
        self.dice = dice
        count = scores.count
        let order = scores.predicted.indices.sorted { scores.predicted[$0] > scores.predicted[$1] }
        var points: [Point] = []
        var bad = 0
        for (place, index) in order.enumerated() {
            if scores.real[index] < dice { bad += 1 }
            let isLast = place + 1 == order.count || scores.predicted[order[place + 1]] != scores.predicted[index]
            guard isLast else { continue }
            points.append(
                Point(threshold: scores.predicted[index], accepted: place + 1, bad: bad, count: scores.count))
        }
        self.points = points
    }

    /// What is accepted where the predicted Dice is at least a threshold.
    public func point(above threshold: Double) -> Point {
        let end = points.partitioningIndex { $0.threshold >= threshold }
        let last = end > 0 ? points[end - 1] : nil
        return Point(threshold: threshold, accepted: last?.accepted ?? 0, bad: last?.bad ?? 0, count: count)
    }

    /// The largest share of masks that could be accepted with no more than a share of bad ones, by who knows the truth
    /// of these very masks.
    public func largestCoverage(risk: Double) -> Double {
        points.filter { ($0.risk ?? 1) <= risk }.map(\.coverage).max() ?? 0
    }
}
