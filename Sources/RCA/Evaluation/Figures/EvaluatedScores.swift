/// Every figure of predicted against true scores, with its interval.
public struct EvaluatedScores: Sendable, Equatable {
    /// A figure's value and the interval round it.
    public struct Measurement: Sendable, Equatable {
        /// Nil where the figure is not defined, as a correlation of equal numbers.
        public let value: Double?
        /// Nil where no intervals were asked for, there are fewer than two images, or no resample has the figure.
        public let interval: ConfidenceInterval?
    }

    /// The pairs that the figures are of.
    public let count: Int
    /// The images that these masks belong to.
    public let imageCount: Int
    /// The pairs left out because one of their scores is not defined.
    public let undefinedCount: Int
    public let thresholds: [Double]
    /// For each threshold how many masks have a true Dice below it.
    public let badCounts: [Int]
    private let measurements: [Figure: Measurement]

    /// - Parameters:
    ///   - thresholds: of the true Dice, finite: a mask below is bad.
    ///   - bootstrap: nil for no intervals.
    ///   - confidence: of the intervals, in (0, 1).
    public init(
        _ scores: PairedScores, thresholds: [Double], bootstrap: ClusterBootstrap?, confidence: Double = 0.95
    ) {
        count = scores.count
        imageCount = Set(scores.images).count
        undefinedCount = scores.undefinedCount
        self.thresholds = thresholds
        badCounts = thresholds.map { threshold in scores.real.count { $0 < threshold } }
        let weighted = WeightedFigures(scores, thresholds: thresholds)
        let intervals =
            bootstrap?.intervals(clusters: scores.images, confidence: confidence) { weighted.values(weights: $0) } ?? []
        var measurements: [Figure: Measurement] = [:]
        let values = Figure.values(of: scores, thresholds: thresholds)
        for (position, figure) in Figure.all(thresholds: thresholds).enumerated() {
            measurements[figure] = Measurement(
                value: values[position], interval: intervals.isEmpty ? nil : intervals[position])
        }
        self.measurements = measurements
    }

    /// The figure of a kind; one that was not asked for is not defined.
    public subscript(figure: Figure) -> Measurement { measurements[figure] ?? Measurement(value: nil, interval: nil) }
}
