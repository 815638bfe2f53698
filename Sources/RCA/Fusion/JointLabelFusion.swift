import RealModule
import Registration

/// Joint label fusion (Wang, Suh, Das, Pluta, Craige and Yushkevich, IEEE TPAMI 2013).
///
/// Two atlases that look wrong in the same places are likely to be wrong together, and should not count twice. At each
/// pixel Mᵢⱼ = (mean over a patch of |F − Aᵢ||F − Aⱼ|)^β stands for the chance that both err, and the weights that make
/// the expected error smallest are w = (M + αI)⁻¹1 / (1ᵀ(M + αI)⁻¹1). Weights may be negative.
///
/// Deviations from the paper: no search for a better patch nearby (registration has placed the atlases, and it blurs
/// outlines here), pictures normalised over a Gaussian neighbourhood instead of each patch, differences above
/// ``largestDifference`` count as that, atlases that registered badly look more different (``trustExponent``), and
/// where all atlases say the same no weights are worked out: they add up to 1.
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
        precondition(query.count == size * size, "the query has another size")
        precondition(
            candidates.allSatisfy { $0.picture.count == query.count && $0.shares.count == structureCount },
            "a candidate of another size")
        guard size >= JointFuser.smallestSize else {
            return plainShares(query: query, candidates, size: size, structureCount: structureCount)
        }
        let fuser = JointFuser(self, size: size, structureCount: structureCount, atlasCapacity: candidates.count)
        // The fuser reads shares until it is done, longer than an array lends its memory.
        let shares = ScratchBuffer(count: candidates.count * structureCount * query.count)
        let result = ScratchBuffer(count: structureCount * query.count)
        return withExtendedLifetime((shares, result)) {
            let structures = (0..<structureCount).map { result.base + $0 * query.count }
            query.withUnsafeBufferPointer { pixels in
                guard let query = pixels.baseAddress else { return }
                fuser.begin(query: query)
                for (atlas, candidate) in candidates.enumerated() {
                    let own = candidate.shares.enumerated().map { structure, values in
                        let target = shares.base + (atlas * structureCount + structure) * values.count
                        target.update(from: values, count: values.count)
                        return UnsafePointer(target)
                    }
                    fuser.add(
                        picture: candidate.picture, inside: candidate.inside, shares: own, trust: candidate.trust)
                }
            }
            fuser.fuse(into: structures)
            return LabelShares(
                size: size, values: structures.map { Array(UnsafeBufferPointer(start: $0, count: query.count)) })
        }
    }

    /// What an atlas's differences are multiplied by.
    func scale(trust: Float) -> Float { Float.pow(max(trust, Self.smallestTrust), -trustExponent) }
}
