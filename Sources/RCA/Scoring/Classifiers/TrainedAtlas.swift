public import Imaging
import Registration

/// What a ``SingleAtlasClassifier`` has become for one case: the image with its masks as an atlas.
///
/// Fits, similarities and the vote are its own as long as it lives. All else belongs to the classifier, and nothing of
/// a case stays there between two calls.
public final class TrainedAtlas: TrainedRegistration {
    public let query: QueryImage
    private let masks: [StructureMap]
    private lazy var groups = MaskGroup.groups(of: masks)
    private let tools: SingleAtlasClassifier.Tools
    private let votes: VotePool
    private var borrowedVote: ConsensusVote?
    private lazy var seen = tools.channels(of: query)
    private var fits: [Int: (map: AffineMap, correlation: Float)] = [:]
    private var lastAffine = AffineMap.identity
    public private(set) var similarities: [RegistrationEvidence.Similarity] = []

    init(_ query: QueryImage, masks: [StructureMap], tools: SingleAtlasClassifier.Tools, votes: VotePool) {
        self.query = query
        self.masks = masks
        self.tools = tools
        self.votes = votes
    }

    deinit {
        if let borrowedVote { votes.giveBack(borrowedVote) }
    }

    /// Most trainings of a search for a pose are asked for fits alone, and never need one.
    private var vote: ConsensusVote {
        if let borrowedVote { return borrowedVote }
        let vote = votes.borrow(for: query)
        borrowedVote = vote
        return vote
    }

    /// The correlation with the reference after the first few affine steps, at the coarse level.
    public func fit(to reference: Reference, at index: Int) -> Float {
        if let fit = fits[index] { return fit.correlation }
        let map = tools.trial(reference.fixed, query.moving)
        let correlation = tools.registration.coarseCorrelation(
            fixed: reference.fixed, moving: query.moving, affine: map)
        fits[index] = (map, correlation)
        return correlation
    }

    public func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        let transform = tools.register(
            reference, at: index, to: query, seen: seen, trial: fits[index]?.map)
        lastAffine = transform.affine
        let similarity = tools.registration.similarity(
            fixed: reference.fixed, moving: query.moving, transform: transform)
        similarities.append(
            RegistrationEvidence.Similarity(inBand: similarity.inBand, overall: similarity.overall))
        vote.add(reference, transform: transform, similarity: similarity.inBand)
        for group in groups {
            tools.sampling.locate(
                transform, frameToImage: query.frameToImage, width: group.width, height: group.height)
            if let layers = group.layers {
                tools.sampling.sample(layers, into: &labels, at: group.places)
                continue
            }
            for place in group.places {
                let mask = masks[place]
                if let packed = mask.packed {
                    tools.sampling.sample(packed, into: &labels[place])
                } else {
                    tools.sampling.sample(mask.labels.indices, table: mask.table, into: &labels[place])
                }
            }
        }
    }

    public func agreement() -> Float { vote.agreement() }

    public func blankShare() -> Float { vote.blankShare() }

    public func affineFit(at index: Int) -> AffineMap? { fits[index]?.map }

    public func consensus(into labels: inout [UInt8]) { vote.labels(into: &labels) }

    public var carried: [CarriedReference?] { vote.carried }

    public var posteriorEvidence: [PosteriorEvidence]? { vote.posteriorEvidence() }

    public func carriedBeyond(_ shares: [Float], outside: Float) -> Float {
        let scale = Float(1 / max(abs(lastAffine.determinant), 1e-6))
        let pixels = Float(tools.parameters.labelGridSize * tools.parameters.labelGridSize) / Float(shares.count)
        return (vote.beyondLast(shares) * pixels + outside) * scale
    }
}
