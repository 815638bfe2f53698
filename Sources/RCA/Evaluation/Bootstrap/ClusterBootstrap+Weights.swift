import NumericSupport

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
        let tail = (1 - confidence) / 2
        return values.map { figures in
            Quantile.linear(figures, [tail, 1 - tail]).map {
                ConfidenceInterval(lower: $0[0], upper: $0[1], undefinedCount: resamples - figures.count)
            }
        }
    }
}
