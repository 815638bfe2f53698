import RealModule

/// What accepting masks by their predicted Dice costs: the risk–coverage curve with intervals, and the threshold that
/// keeps a limit.
public struct SelectiveRisk: Sendable, Equatable {
    /// A threshold, what it accepts, and how sure that is.
    public struct Row: Sendable, Equatable {
        public let point: RiskCurve.Point
        /// Of the share of bad masks; nil where no intervals were asked for, none is accepted, or some but not all masks
        /// of a single image are bad. Where none of the accepted masks is bad, or all are, no resample says how many
        /// could be: the other end is that of the exact interval of as many images, none or all of them bad (Clopper and
        /// Pearson 1934).
        public let interval: ConfidenceInterval?
    }

    /// The thresholds of ``rows``.
    public static let thresholds = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0]

    public let curve: RiskCurve
    /// At ``thresholds``, and at the promised one, highest first.
    public let rows: [Row]
    public let maskCount: Int
    public let imageCount: Int
    /// Nil where no limit was given.
    public let control: RiskControl?
    public let promise: RiskControl.Promise?

    /// - Parameters:
    ///   - dice: a mask whose true Dice is below is bad.
    ///   - control: what is to be promised; nil for nothing.
    ///   - bootstrap: nil for no intervals.
    ///   - confidence: of the intervals, in (0, 1).
    public init(
        _ scores: PairedScores, dice: Double, control: RiskControl?, bootstrap: ClusterBootstrap?,
        confidence: Double = 0.95
    ) {
        let curve = RiskCurve(scores, dice: dice)
        self.curve = curve
        maskCount = scores.count
        imageCount = Set(scores.images).count
        self.control = control
        promise = control.map { $0.threshold(scores) }
        var thresholds = Self.thresholds
        if case .threshold(let threshold)? = promise, !thresholds.contains(threshold) {
            thresholds.append(threshold)
            thresholds.sort(by: >)
        }
        let intervals =
            bootstrap?.intervals(clusters: scores.images, confidence: confidence) { weights in
                Self.risks(scores, weights, dice: dice, thresholds: thresholds)
            } ?? []
        rows = thresholds.enumerated().map { place, threshold in
            let point = curve.point(above: threshold)
            guard point.accepted > 0, bootstrap != nil else { return Row(point: point, interval: nil) }
            // A single image has no resamples.
            let resampled = intervals.isEmpty ? nil : intervals[place]
            guard point.bad == 0 || point.bad == point.accepted else { return Row(point: point, interval: resampled) }
            let images = Set(
                scores.predicted.indices.filter { scores.predicted[$0] >= threshold }.map { scores.images[$0] })
            return Row(
                point: point,
                interval: Self.exact(images.count, areBad: point.bad > 0, confidence, resampled?.undefinedCount))
        }
    }

    /// The exact interval of the share of bad ones where none of some images is bad, or all are.
    private static func exact(
        _ count: Int, areBad: Bool, _ confidence: Double, _ undefined: Int?
    ) -> ConfidenceInterval {
        let reach = Double.pow((1 - confidence) / 2, 1 / Double(count))
        return ConfidenceInterval(
            lower: areBad ? reach : 0, upper: areBad ? 1 : 1 - reach, undefinedCount: undefined ?? 0)
    }

    /// The share of bad masks above each threshold, where each mask counts as often as its weight says.
    private static func risks(
        _ scores: PairedScores, _ weights: [Int], dice: Double, thresholds: [Double]
    ) -> [Double?] {
        var accepted = thresholds.map { _ in 0 }
        var bad = accepted
        for index in weights.indices where weights[index] > 0 {
            for place in thresholds.indices where scores.predicted[index] >= thresholds[place] {
                accepted[place] += weights[index]
                if scores.real[index] < dice { bad[place] += weights[index] }
            }
        }
        return zip(bad, accepted).map { $1 > 0 ? Double($0) / Double($1) : nil }
    }
}
