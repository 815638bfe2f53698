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

    public func train(on query: QueryImage, masks: [StructureMap]) -> TrainedAtlas {
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
