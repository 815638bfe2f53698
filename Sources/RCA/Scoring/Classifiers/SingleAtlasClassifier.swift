import Imaging
import Registration

/// The reverse classifier of the published scores: the image and its mask become an atlas that is registered to
/// each reference and carries its labels along.
///
/// Which references are the most similar, and where the image may lie otherwise, is found by the affine stage whatever
/// the rest of the registration is.
public final class SingleAtlasClassifier: RegisteringClassifier {
    /// How far a registration goes.
    public enum Stage: Sendable {
        /// The affine map alone: no mask is bent.
        case affine
        /// The affine map, then the free-form deformation.
        case freeForm
        /// The same, then once more by what networks see of the structures.
        case refined(ReferenceNetworks)
        /// No affine map, but the displacements that a network finds at once.
        case learned(ReferenceRegistration)
    }

    private let tools: Tools
    private let votes: VotePool

    public init(parameters: ReferenceParameters, structureCount: Int, stage: Stage = .freeForm) {
        tools = Tools(parameters, stage, structureCount: structureCount)
        votes = VotePool(parameters: parameters, structureCount: structureCount)
    }

    public func train(on query: QueryImage, masks: [StructureMap]) -> TrainedAtlas {
        TrainedAtlas(query, masks: masks, tools: tools, votes: votes)
    }

    /// Scratch memory that every training shares: nothing in it outlives a call.
    final class Tools {
        let registration: ImageRegistration
        let sampling: LabelSampling
        let parameters: ReferenceParameters
        private let trialIterations: Int
        private let remainingIterations: Int
        private let stage: Stage
        private let undeformed: FreeFormDeformation
        /// Nil where no network registers.
        private let learned: LearnedRegistration?
        /// Nil where the images alone are registered.
        private let channels: NetworkChannels?

        init(_ parameters: ReferenceParameters, _ stage: Stage, structureCount: Int) {
            self.parameters = parameters
            self.stage = stage
            switch stage {
            case .affine, .freeForm: (learned, channels) = (nil, nil)
            case .learned(let registration):
                (learned, channels) = (LearnedRegistration(registration, parameters: parameters), nil)
            case .refined(let networks):
                (learned, channels) = (
                    nil, NetworkChannels(networks, structureCount: structureCount, parameters: parameters)
                )
            }
            undeformed = FreeFormDeformation(intervals: 2 * parameters.registration.coarseIntervals)
            registration = ImageRegistration(
                parameters: parameters.registration, size: parameters.preparation.size)
            sampling = LabelSampling(
                gridSize: parameters.labelGridSize, intervals: 2 * parameters.registration.coarseIntervals)
            trialIterations = min(
                parameters.registration.affineTrialIterations, parameters.registration.affineIterations)
            remainingIterations = parameters.registration.affineIterations - trialIterations
        }

        /// The whole registration of a reference to the query.
        ///
        /// - Parameters:
        ///   - index: of the reference in its set.
        ///   - seen: the query's ``channels(of:)``.
        ///   - trial: the affine map after the first few steps, where it was found before.
        func register(
            _ reference: Reference, at index: Int, to query: QueryImage, seen: [FloatStorage]?, trial: AffineMap?
        ) -> RegisteredTransform {
            if let learned { return .dense(learned.register(reference, to: query)) }
            let (fixed, moving) = (reference.fixed, query.moving)
            let affine = registration.affine(
                fixed: fixed, moving: moving, from: trial ?? self.trial(fixed, moving),
                iterations: remainingIterations)
            if case .affine = stage {
                return .freeForm(SpatialTransform(affine: affine, deformation: undeformed))
            }
            let deformed = registration.deform(fixed: fixed, moving: moving, from: affine)
            guard let channels, let seen else { return .freeForm(deformed) }
            return .freeForm(
                channels.refined(
                    reference, at: index, moving: moving, channels: seen, from: deformed, by: registration))
        }

        /// What networks see of a query; nil where the images alone are registered.
        func channels(of query: QueryImage) -> [FloatStorage]? { channels?.moving(query) }

        /// The first few affine steps.
        func trial(_ fixed: FixedImage, _ moving: MovingImage) -> AffineMap {
            registration.affine(fixed: fixed, moving: moving, iterations: trialIterations)
        }
    }
}
