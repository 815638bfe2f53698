extension JointLabelFusion {
    /// The plain implementation: every patch summed pixel by pixel, and the weights worked out. ``JointFuser`` is
    /// tested against it; it does the pictures that are too small for that.
    package func plainShares(
        query: [Float], _ candidates: [AtlasCandidate], size: Int, structureCount: Int
    ) -> LabelShares {
        let count = size * size
        var result = LabelShares(
            size: size, values: Array(repeating: Array(repeating: 0, count: count), count: structureCount))
        guard !candidates.isEmpty else { return result }
        let disputed = settle(candidates, count: count, into: &result)
        let differences = differences(query, candidates)
        var solver = JointWeights(atlasCount: candidates.count, regularization: regularization, isSquared: isSquared)
        var neighbours = [Int](repeating: 0, count: 8)
        for start in stride(from: 0, to: disputed.count, by: 8) {
            let pixels = (0..<8).map { disputed[min(start + $0, disputed.count - 1)] }
            solver.begin()
            for down in -radius...radius {
                for across in -radius...radius {
                    for lane in 0..<8 {
                        let (row, column) = (pixels[lane] / size + down, pixels[lane] % size + across)
                        neighbours[lane] = min(max(row, 0), size - 1) * size + min(max(column, 0), size - 1)
                    }
                    solver.add(differences, count: count, at: neighbours)
                }
            }
            let weights = solver.weights(patchCount: (2 * radius + 1) * (2 * radius + 1))
            for (lane, pixel) in pixels.enumerated() where start + lane < disputed.count {
                for structure in 0..<structureCount {
                    var share: Float = 0
                    for (atlas, candidate) in candidates.enumerated() {
                        share += weights[atlas][lane] * candidate.shares[structure][pixel]
                    }
                    result.values[structure][pixel] = min(max(share, 0), 1)
                }
            }
        }
        return result
    }

    /// Gives the pixels where all say the same their share; returns the others.
    private func settle(_ candidates: [AtlasCandidate], count: Int, into result: inout LabelShares) -> [Int] {
        var isDisputed = [Bool](repeating: false, count: count)
        for structure in result.values.indices {
            var low = candidates[0].shares[structure]
            var high = low
            for candidate in candidates.dropFirst() {
                let shares = candidate.shares[structure]
                for index in 0..<count {
                    low[index] = min(low[index], shares[index])
                    high[index] = max(high[index], shares[index])
                }
            }
            for index in 0..<count {
                result.values[structure][index] = (low[index] + high[index]) / 2
                if high[index] - low[index] > Self.unanimity { isDisputed[index] = true }
            }
        }
        return isDisputed.indices.filter { isDisputed[$0] }
    }

    /// |F − Aᵢ| for each atlas, times its scale; the largest where it does not reach.
    private func differences(_ query: [Float], _ candidates: [AtlasCandidate]) -> [Float] {
        candidates.flatMap { candidate in
            let scale = scale(trust: candidate.trust)
            return query.indices.map { index in
                scale
                    * (candidate.inside[index] >= 0.5
                        ? min(abs(query[index] - candidate.picture[index]), largestDifference) : largestDifference)
            }
        }
    }
}
