public import Imaging
import Registration

/// The reverse classifier of the published scores: the image and its mask become an atlas that is registered to
/// each reference and carries its labels along.
public final class SingleAtlasClassifier: ReverseClassifier {
    private let registration: ImageRegistration
    private let sampling: LabelSampling
    private var query: QueryImage?
    private var masks: [StructureMap] = []
    package let vote: ConsensusVote
    private let trialIterations: Int
    private let remainingIterations: Int
    private var fits: [Int: (map: AffineMap, correlation: Float)] = [:]
    public private(set) var similarities: [RegistrationEvidence.Similarity] = []

    public init(parameters: ReferenceParameters, structureCount: Int) {
        registration = ImageRegistration(
            parameters: parameters.registration, size: parameters.preparation.size)
        sampling = LabelSampling(
            gridSize: parameters.labelGridSize, intervals: 2 * parameters.registration.coarseIntervals)
        vote = ConsensusVote(parameters: parameters, structureCount: structureCount)
        trialIterations = min(
            parameters.registration.affineTrialIterations, parameters.registration.affineIterations)
        remainingIterations = parameters.registration.affineIterations - trialIterations
    }

    public func train(on query: QueryImage, masks: [StructureMap]) {
        self.query = query
        self.masks = masks
        fits.removeAll(keepingCapacity: true)
        similarities.removeAll(keepingCapacity: true)
        vote.begin(query)
    }

    /// The correlation with the reference after the first few affine steps, at the coarse level.
    public func fit(to reference: Reference, at index: Int) -> Float {
        guard let query else { return 0 }
        if let fit = fits[index] { return fit.correlation }
        let map = registration.affine(
            fixed: reference.fixed, moving: query.moving, iterations: trialIterations)
        let correlation = registration.coarseCorrelation(
            fixed: reference.fixed, moving: query.moving, affine: map)
        fits[index] = (map, correlation)
        return correlation
    }

    public func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        guard let query else { return }
        let transform = register(reference, at: index, query)
        let similarity = registration.similarity(fixed: reference.fixed, moving: query.moving, transform: transform)
        similarities.append(
            RegistrationEvidence.Similarity(inBand: similarity.inBand, overall: similarity.overall))
        vote.add(reference, transform: transform, similarity: similarity.inBand)
        var located: (width: Int, height: Int)?
        for (position, mask) in masks.enumerated() {
            let (width, height) = (mask.labels.width, mask.labels.height)
            if located?.width != width || located?.height != height {
                sampling.locate(transform, frameToImage: query.frameToImage, width: width, height: height)
                located = (width, height)
            }
            if let packed = mask.packed {
                sampling.sample(packed, into: &labels[position])
            } else {
                sampling.sample(mask.labels.indices, table: mask.table, into: &labels[position])
            }
        }
    }

    private func register(_ reference: Reference, at index: Int, _ query: QueryImage) -> SpatialTransform {
        let trial =
            fits[index]?.map
            ?? registration.affine(fixed: reference.fixed, moving: query.moving, iterations: trialIterations)
        let start = registration.affine(
            fixed: reference.fixed, moving: query.moving, from: trial, iterations: remainingIterations)
        return registration.deform(fixed: reference.fixed, moving: query.moving, from: start)
    }
}

extension SingleAtlasClassifier: ConsensusEstimating {
    public func agreement() -> Float { vote.agreement() }

    public func blankShare() -> Float { vote.blankShare() }

    public func affineFit(at index: Int) -> AffineMap? { fits[index]?.map }

    public func consensus(into labels: inout [UInt8]) { vote.labels(into: &labels) }
}
