import RealModule

/// Joint label fusion (Wang, Suh, Das, Pluta, Craige and Yushkevich, IEEE TPAMI 2013).
///
/// Two atlases that look wrong in the same places are likely to be wrong together, and should not count twice. At each
/// pixel Mᵢⱼ = (mean over a patch of |F − Aᵢ||F − Aⱼ|)^β stands for the chance that both err, and the weights that make
/// the expected error smallest are w = (M + αI)⁻¹1 / (1ᵀ(M + αI)⁻¹1). Weights may be negative.
///
/// Deviations from the paper: no search for a better patch nearby (registration has placed the atlases, and it blurs
/// outlines here), pictures normalised over a Gaussian neighbourhood instead of each patch, differences above
/// ``largestDifference`` count as that, atlases that registered badly look more different (``trustExponent``), and where all atlases say the same no weights are worked out: they add up to 1.
public struct JointLabelFusion: Sendable {
    /// Pixels from the patch's middle to its edge: the patch has (2 · radius + 1)².
    public var radius = 3
    /// α, added to the diagonal. Turning it up makes the weights more equal.
    public var regularization: Float = 0.03
    /// Whether β is 2; else 1. Other exponents need not leave the matrix positive definite.
    public var isSquared = true
    /// In units of normalised grey. What only one picture has says little of the rest.
    public var largestDifference: Float = 2
    /// An atlas that registered badly is a bad witness, however alike it looks in a patch: its differences are
    /// multiplied by its ``AtlasCandidate/trust`` to the power of minus this. 0 leaves them.
    public var trustExponent: Float = 0.25
    /// Shares that differ by less are the same.
    static let unanimity: Float = 0.001
    /// Below this an atlas is as untrustworthy as at it.
    static let smallestTrust: Float = 1e-6

    public init() {}

    /// - Parameters:
    ///   - query: locally normalised grey values, size² of them.
    ///   - candidates: of the same size.
    /// - Returns: background without candidates.
    public func shares(
        query: [Float], _ candidates: [AtlasCandidate], size: Int, structureCount: Int
    ) -> LabelShares {
        let count = size * size
        precondition(query.count == count, "the query has another size")
        precondition(
            candidates.allSatisfy { $0.picture.count == count && $0.shares.count == structureCount },
            "a candidate of another size")
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
            let trust = max(candidate.trust, Self.smallestTrust)
            let scale = Float.pow(trust, -trustExponent)
            return query.indices.map { index in
                scale
                    * (candidate.inside[index] >= 0.5
                        ? min(abs(query[index] - candidate.picture[index]), largestDifference) : largestDifference)
            }
        }
    }
}
