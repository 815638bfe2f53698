import RealModule

/// The mean of values that come in clusters, or the difference of the means of two groups of them.
///
/// The interval is that of ``ClusterBootstrap``. The p-value is of the null hypothesis that the true mean, or difference,
/// is 0: its size over a standard error that allows for any likeness within clusters (Liang and Zeger 1986; Cameron and
/// Miller 2015), against the normal distribution. With few clusters it is too small.
public struct ClusteredMean: Sendable, Equatable {
    /// With fewer clusters neither interval nor p-value is to be trusted.
    public static let fewClusters = 10

    public let count: Int
    /// Of the values that are counted.
    public let clusterCount: Int
    public let value: Double
    /// Nil where no intervals are asked for, or there is only one cluster.
    public let interval: ConfidenceInterval?
    /// In [0, 1]; nil where a group has fewer clusters than ``fewClusters``, or the values do not differ at all. 0 where
    /// they differ from group to group alone.
    public let pValue: Double?

    /// The mean of values; nil without any.
    ///
    /// - Parameters:
    ///   - values: finite.
    ///   - clusters: of each value.
    ///   - bootstrap: nil for no interval.
    ///   - confidence: of the interval, in (0, 1).
    public init?(
        _ values: [Double], clusters: [String], bootstrap: ClusterBootstrap?, confidence: Double = 0.95
    ) {
        self.init(
            values, clusters: clusters, weights: values.map { _ in 1 }, clusterCounts: [Set(clusters).count],
            count: values.count, bootstrap, confidence)
    }

    /// The mean of some values less that of the others; nil where either has none. It counts those of the first.
    ///
    /// - Parameter isFirst: of each value, whether it is of the first group.
    public init?(
        differenceOf values: [Double], clusters: [String], isFirst: [Bool],
        bootstrap: ClusterBootstrap?,
        confidence: Double = 0.95
    ) {
        guard isFirst.contains(true), isFirst.contains(false) else { return nil }
        let first = values.indices.filter { isFirst[$0] }
        let clusterCounts = [true, false].map { side in
            Set(values.indices.filter { isFirst[$0] == side }.map { clusters[$0] }).count
        }
        self.init(
            values, clusters: clusters, weights: isFirst.map { $0 ? 1 : -1 },
            clusterCounts: clusterCounts,
            count: first.count, bootstrap, confidence)
    }

    /// - Parameters:
    ///   - weights: 1 for a value whose mean counts, −1 for one of those whose mean is taken away.
    ///   - clusterCounts: of each group, the first one's first.
    private init?(
        _ values: [Double], clusters: [String], weights: [Int], clusterCounts: [Int], count: Int,
        _ bootstrap: ClusterBootstrap?, _ confidence: Double
    ) {
        // The mean of a number's copies is the number itself, which the rounding of a sum would miss by a little.
        let offsets = (
            first: weights.firstIndex(of: 1).map { values[$0] } ?? 0,
            second: weights.firstIndex(of: -1).map { values[$0] } ?? 0
        )
        func means(_ times: [Int]) -> (first: Double, second: Double?)? {
            var sums = (first: 0.0, second: 0.0)
            var counts = (first: 0, second: 0)
            for index in values.indices where times[index] > 0 {
                if weights[index] > 0 {
                    sums.first += (values[index] - offsets.first) * Double(times[index])
                    counts.first += times[index]
                } else {
                    sums.second += (values[index] - offsets.second) * Double(times[index])
                    counts.second += times[index]
                }
            }
            guard counts.first > 0 else { return nil }
            return (
                offsets.first + sums.first / Double(counts.first),
                counts.second > 0 ? offsets.second + sums.second / Double(counts.second) : nil
            )
        }
        let hasSecond = weights.contains(-1)
        guard let all = means(values.map { _ in 1 }) else { return nil }
        self.count = count
        clusterCount = clusterCounts[0]
        value = all.first - (all.second ?? 0)
        interval =
            bootstrap?.intervals(clusters: clusters, confidence: confidence) { times in
                guard let means = means(times), !hasSecond || means.second != nil else { return [nil] }
                return [means.first - (means.second ?? 0)]
            }.first ?? nil
        let counts = (first: weights.count { $0 > 0 }, second: weights.count { $0 < 0 })
        let members = ClusterBootstrap.members(of: clusters)
        let sum = members.reduce(0.0) { sum, cluster in
            let part = cluster.reduce(0.0) { part, index in
                weights[index] > 0
                    ? part + (values[index] - all.first) / Double(counts.first)
                    : part - (values[index] - (all.second ?? 0)) / Double(counts.second)
            }
            return sum + part * part
        }
        let groups = Double(members.count)
        let error = groups > 1 ? (sum * groups / (groups - 1)).squareRoot() : 0
        let differs = error > 0 || hasSecond && value != 0
        pValue =
            clusterCounts.allSatisfy { $0 >= Self.fewClusters } && differs
            ? error > 0 ? Double.erfc(abs(value) / error / 2.0.squareRoot()) : 0 : nil
    }
}
