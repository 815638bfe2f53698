/// The estimates of one structure's Dice that intervals are made from.
public struct CaseEstimates: Sendable, Equatable {
    /// The names of the estimates in their order, as the result files call them.
    public static let names = ["dice", "mean", "median", "best", "consensus"]

    /// The maximum over the references, their mean, their median, and the mean of the better half.
    public let maximum: Double
    public let mean: Double
    public let median: Double
    public let best: Double
    /// Nil where it is not known.
    public let consensus: Double?

    public init(maximum: Double, mean: Double, median: Double, best: Double, consensus: Double?) {
        self.maximum = maximum
        self.mean = mean
        self.median = median
        self.best = best
        self.consensus = consensus
    }

    /// The means of several structures' estimates; nil where there are none. The consensus is nil where one lacks it.
    public init?(meanOf cases: [CaseEstimates]) {
        guard !cases.isEmpty else { return nil }
        func mean(_ value: (CaseEstimates) -> Double) -> Double {
            cases.reduce(0) { $0 + value($1) } / Double(cases.count)
        }
        let votes = cases.compactMap(\.consensus)
        self.init(
            maximum: mean(\.maximum), mean: mean(\.mean), median: mean(\.median), best: mean(\.best),
            consensus: votes.count == cases.count ? votes.reduce(0, +) / Double(cases.count) : nil)
    }

    /// How much the references differ about the mask: the maximum less the mean, 0 or more.
    var spread: Double { max(0, maximum - mean) }

    /// In the order of ``names``; nil where the consensus is asked for and not known.
    func values(withConsensus: Bool) -> [Double]? {
        guard withConsensus else { return [maximum, mean, median, best] }
        return consensus.map { [maximum, mean, median, best, $0] }
    }
}

/// A mask of known quality, to calibrate with.
public struct CalibrationCase: Sendable, Equatable {
    public let estimates: CaseEstimates
    public let real: Double
    /// Masks of one image resemble each other, and are never on both sides of a split.
    public let image: String

    public init(estimates: CaseEstimates, real: Double, image: String) {
        self.estimates = estimates
        self.real = real
        self.image = image
    }
}
