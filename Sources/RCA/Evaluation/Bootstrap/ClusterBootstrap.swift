import NumericSupport

/// Percentile intervals by resampling whole clusters with replacement (Efron 1979; for clusters Davison and Hinkley
/// 1997, section 3.8; Field and Welsh 2007).
///
/// Twelve masks of one image are not twelve cases: their errors have the image in common. So images are drawn, as
/// many as there are, and each brings all its masks.
///
///     let bootstrap = ClusterBootstrap(resamples: 2000, seed: 1)
///     let interval = bootstrap.interval(of: scores) { Agreement($0).pearson }
///
/// The same scores in the same order, resamples and seed give the same interval on every machine. Costs one
/// evaluation of the figure a resample.
public struct ClusterBootstrap: Sendable {
    /// Turning it up steadies the ends of the interval, at its cost. 2,000 hold the ends of a 95 % interval to about
    /// a twentieth of its width.
    public let resamples: Int
    public let seed: UInt64

    /// - Precondition: at least one resample.
    public init(resamples: Int = 2000, seed: UInt64 = 1) {
        precondition(resamples > 0, "a bootstrap has resamples")
        self.resamples = resamples
        self.seed = seed
    }

    /// The interval of a figure of paired scores, clustered by image.
    ///
    /// - Parameters:
    ///   - confidence: the share of the resamples' figures between the ends.
    ///   - figure: nil where it is not defined.
    /// - Returns: the quantiles (1 ∓ confidence) / 2 of the resamples' figures; nil where there are fewer than two
    ///   images, or no resample has a figure.
    /// - Precondition: the confidence is in (0, 1).
    public func interval(
        of scores: PairedScores, confidence: Double = 0.95, _ figure: (PairedScores) -> Double?
    ) -> ConfidenceInterval? {
        interval(clusters: scores.images, confidence: confidence) { figure(scores[$0]) }
    }

    /// The interval of a figure of anything that comes in clusters.
    ///
    /// - Parameters:
    ///   - clusters: the cluster of each case; those of one name belong together wherever they stand.
    ///   - figure: of the cases at some positions, one position as often as its cluster was drawn.
    public func interval(
        clusters: [String], confidence: Double = 0.95, _ figure: ([Int]) -> Double?
    ) -> ConfidenceInterval? {
        precondition(confidence > 0 && confidence < 1, "a confidence is between 0 and 1")
        let members = Self.members(of: clusters)
        guard members.count > 1 else { return nil }
        var random = SplitMix64(seed: seed)
        var figures: [Double] = []
        for _ in 0..<resamples {
            var cases: [Int] = []
            cases.reserveCapacity(clusters.count)
            for _ in members { cases += members[random.nextPosition(below: members.count)] }
            if let value = figure(cases), value.isFinite { figures.append(value) }
        }
        return ConfidenceInterval(resampled: figures, of: resamples, confidence: confidence)
    }

    /// The positions of each cluster's cases, clusters in the order of their first case.
    static func members(of clusters: [String]) -> [[Int]] {
        var places: [String: Int] = [:]
        var members: [[Int]] = []
        for (position, cluster) in clusters.enumerated() {
            if let place = places[cluster] {
                members[place].append(position)
            } else {
                places[cluster] = members.count
                members.append([position])
            }
        }
        return members
    }
}

extension ClusterBootstrap {
    /// The intervals of several figures from the same resamples, which are those of the other methods.
    ///
    /// - Parameters:
    ///   - clusters: the cluster of each case.
    ///   - figures: of the cases, each counted as often as it says; always as many figures, nil where not defined.
    /// - Returns: one interval a figure, nil as the other methods have it; none where there are fewer than two
    ///   clusters.
    package func intervals(
        clusters: [String], confidence: Double = 0.95, _ figures: ([Int]) -> [Double?]
    ) -> [ConfidenceInterval?] {
        precondition(confidence > 0 && confidence < 1, "a confidence is between 0 and 1")
        let members = Self.members(of: clusters)
        guard members.count > 1 else { return [] }
        var clusterOfCase = [Int](repeating: 0, count: clusters.count)
        for (cluster, cases) in members.enumerated() {
            for position in cases { clusterOfCase[position] = cluster }
        }
        var random = SplitMix64(seed: seed)
        var values: [[Double]] = []
        for _ in 0..<resamples {
            var drawn = [Int](repeating: 0, count: members.count)
            for _ in members { drawn[random.nextPosition(below: members.count)] += 1 }
            let resample = figures(clusterOfCase.map { drawn[$0] })
            if values.isEmpty { values = Array(repeating: [], count: resample.count) }
            for (figure, value) in resample.enumerated() {
                if let value, value.isFinite { values[figure].append(value) }
            }
        }
        return values.map { ConfidenceInterval(resampled: $0, of: resamples, confidence: confidence) }
    }
}

/// Between which values a figure lies with the confidence that was asked for.
public struct ConfidenceInterval: Sendable, Equatable {
    public let lower: Double
    public let upper: Double
    /// How many resamples had no figure, such as an area under the curve without a bad mask. They are left out, and
    /// an interval from few of the rest says little.
    public let undefinedCount: Int
}

extension ConfidenceInterval {
    /// The quantiles (1 ∓ confidence) / 2 of the resamples' figures; nil where none has one.
    ///
    /// - Parameters:
    ///   - figures: those that are defined.
    ///   - resamples: how many there were.
    init?(resampled figures: [Double], of resamples: Int, confidence: Double) {
        let tail = (1 - confidence) / 2
        guard let ends = Quantile.linear(figures, [tail, 1 - tail]) else { return nil }
        self.init(lower: ends[0], upper: ends[1], undefinedCount: resamples - figures.count)
    }
}
