import Fusion

extension JointFusionTests {
    /// Joint label fusion as the paper has it, in Double, by Gaussian elimination at every pixel; undisputed pixels
    /// too.
    ///
    /// - Precondition: the trust exponent is a quarter.
    static func exactShares(
        _ fusion: JointLabelFusion, query: [Float], _ candidates: [AtlasCandidate], size: Int
    ) -> [[Double]] {
        precondition(fusion.trustExponent == 0.25, "other powers are not worked out")
        let count = candidates.count
        let differences: [[Double]] = candidates.map { candidate in
            let scale = 1 / Double(candidate.trust).squareRoot().squareRoot()
            return query.indices.map { index in
                let isReached = candidate.inside[index] >= 0.5
                let difference = isReached ? abs(query[index] - candidate.picture[index]) : .infinity
                return scale * Double(min(difference, fusion.largestDifference))
            }
        }
        var result = candidates[0].shares.map { _ in [Double](repeating: 0, count: query.count) }
        for pixel in query.indices {
            let patch: [Int] = (-fusion.radius...fusion.radius).flatMap { down in
                (-fusion.radius...fusion.radius).map { across in
                    min(max(pixel / size + down, 0), size - 1) * size + min(max(pixel % size + across, 0), size - 1)
                }
            }
            var matrix: [[Double]] = (0..<count).map { _ in Array(repeating: 1, count: count + 1) }
            for row in 0..<count {
                for column in 0..<count {
                    let sum = patch.reduce(0.0) { $0 + differences[row][$1] * differences[column][$1] }
                    let mean = sum / Double(patch.count)
                    matrix[row][column] = fusion.isSquared ? mean * mean : mean
                }
                matrix[row][row] += Double(fusion.regularization)
            }
            for pivot in 0..<count {
                for row in 0..<count where row != pivot {
                    let factor = matrix[row][pivot] / matrix[pivot][pivot]
                    for column in pivot...count { matrix[row][column] -= factor * matrix[pivot][column] }
                }
            }
            let weights: [Double] = (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
            for structure in result.indices {
                var share = 0.0
                for (weight, candidate) in zip(weights, candidates) {
                    share += weight * Double(candidate.shares[structure][pixel])
                }
                result[structure][pixel] = min(max(share / weights.reduce(0, +), 0), 1)
            }
        }
        return result
    }
}
