import Imaging
import Registration

/// The reverse classifier of the published scores: the image and its mask become an atlas that is registered to
/// each reference and carries its labels along.
public final class SingleAtlasClassifier: RegisteringClassifier {
    private let tools: Tools
    private let votes: VotePool

    public init(parameters: ReferenceParameters, structureCount: Int) {
        tools = Tools(parameters)
        votes = VotePool(parameters: parameters, structureCount: structureCount)
    }

    public func train(on query: QueryImage, masks: [StructureMap]) -> any TrainedRegistration {
        atlas(query, masks: masks)
    }

    func atlas(_ query: QueryImage, masks: [StructureMap]) -> TrainedAtlas {
        TrainedAtlas(query, masks: masks, tools: tools, votes: votes)
    }

    /// Scratch memory that every training shares: nothing in it outlives a call.
    final class Tools {
        let registration: ImageRegistration
        let sampling: LabelSampling
        let parameters: ReferenceParameters
        let trialIterations: Int
        let remainingIterations: Int

        init(_ parameters: ReferenceParameters) {
            self.parameters = parameters
            registration = ImageRegistration(
                parameters: parameters.registration, size: parameters.preparation.size)
            sampling = LabelSampling(
                gridSize: parameters.labelGridSize, intervals: 2 * parameters.registration.coarseIntervals)
            trialIterations = min(
                parameters.registration.affineTrialIterations, parameters.registration.affineIterations)
            remainingIterations = parameters.registration.affineIterations - trialIterations
        }
    }
}

/// The votes that no training holds any more, for the next to take: a worker trains thousands of times.
final class VotePool {
    private let parameters: ReferenceParameters
    private let structureCount: Int
    private var free: [ConsensusVote] = []

    init(parameters: ReferenceParameters, structureCount: Int) {
        self.parameters = parameters
        self.structureCount = structureCount
    }

    func take() -> ConsensusVote {
        free.popLast() ?? ConsensusVote(parameters: parameters, structureCount: structureCount)
    }

    func giveBack(_ vote: ConsensusVote) { free.append(vote) }
}

/// One image with its masks as an atlas. Holds its vote until it is no longer needed.
final class TrainedAtlas: TrainedRegistration {
    let query: QueryImage
    private let masks: [StructureMap]
    private let tools: SingleAtlasClassifier.Tools
    private let votes: VotePool
    private let vote: ConsensusVote
    private var fits: [Int: (map: AffineMap, correlation: Float)] = [:]
    private var lastAffine = AffineMap.identity
    private(set) var similarities: [RegistrationEvidence.Similarity] = []

    init(_ query: QueryImage, masks: [StructureMap], tools: SingleAtlasClassifier.Tools, votes: VotePool) {
        self.query = query
        self.masks = masks
        self.tools = tools
        self.votes = votes
        vote = votes.take()
        vote.begin(query)
    }

    deinit { votes.giveBack(vote) }

    /// The correlation with the reference after the first few affine steps, at the coarse level.
    func fit(to reference: Reference, at index: Int) -> Float {
        if let fit = fits[index] { return fit.correlation }
        let map = tools.registration.affine(
            fixed: reference.fixed, moving: query.moving, iterations: tools.trialIterations)
        let correlation = tools.registration.coarseCorrelation(
            fixed: reference.fixed, moving: query.moving, affine: map)
        fits[index] = (map, correlation)
        return correlation
    }

    func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        let transform = register(reference, at: index)
        lastAffine = transform.affine
        let similarity = tools.registration.similarity(
            fixed: reference.fixed, moving: query.moving, transform: transform)
        similarities.append(
            RegistrationEvidence.Similarity(inBand: similarity.inBand, overall: similarity.overall))
        vote.add(reference, transform: transform, similarity: similarity.inBand)
        var located: (width: Int, height: Int)?
        for (position, mask) in masks.enumerated() {
            let (width, height) = (mask.labels.width, mask.labels.height)
            if located?.width != width || located?.height != height {
                tools.sampling.locate(transform, frameToImage: query.frameToImage, width: width, height: height)
                located = (width, height)
            }
            if let packed = mask.packed {
                tools.sampling.sample(packed, into: &labels[position])
            } else {
                tools.sampling.sample(mask.labels.indices, table: mask.table, into: &labels[position])
            }
        }
    }

    private func register(_ reference: Reference, at index: Int) -> SpatialTransform {
        let trial =
            fits[index]?.map
            ?? tools.registration.affine(
                fixed: reference.fixed, moving: query.moving, iterations: tools.trialIterations)
        let start = tools.registration.affine(
            fixed: reference.fixed, moving: query.moving, from: trial, iterations: tools.remainingIterations)
        return tools.registration.deform(fixed: reference.fixed, moving: query.moving, from: start)
    }

    func agreement() -> Float { vote.agreement() }

    func blankShare() -> Float { vote.blankShare() }

    func affineFit(at index: Int) -> AffineMap? { fits[index]?.map }

    func consensus(into labels: inout [UInt8]) { vote.labels(into: &labels) }

    var carried: [CarriedReference?] { vote.carried }

    var posteriorEvidence: [PosteriorEvidence]? { vote.posteriorEvidence() }

    func carriedBeyond(_ shares: [Float], outside: Float) -> Float {
        let scale = Float(1 / max(abs(lastAffine.determinant), 1e-6))
        let pixels = Float(tools.parameters.labelGridSize * tools.parameters.labelGridSize) / Float(shares.count)
        return (vote.beyondLast(shares) * pixels + outside) * scale
    }

    func posterior(_ set: ReferenceSet) -> TruthPosterior? {
        guard let evidence = vote.posteriorEvidence() else { return nil }
        let quality = RegistrationEvidence.quality(similarities)
        return TruthPosterior(
            evidence, model: set.posteriorModel,
            misfit: PosteriorModel.misfit(distance: set.statistics?.quality.distanceBelow(quality) ?? 1),
            frameToImage: query.frameToImage, gridSize: set.parameters.labelGridSize)
    }
}
