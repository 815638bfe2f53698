import Imaging
import Learning
import NumericSupport

/// A reverse classifier that is a small network, trained on the one image and its mask: from what a network of the
/// bundle knows of the references, or from nothing (Valindria et al., IEEE TMI 2017, train a network on the pair in the
/// same two ways).
///
/// A network of the bundle has seen the references that it learned from with their truth, and would label those well
/// whatever the mask. So each reference is labelled by the network that has not seen it, trained further on the pair:
/// as many trainings a mask as there are parts among the chosen references.
///
/// Every mask of an image is a training of its own: `steps` times `batch` passes of about 5 ms.
public final class PairNetworkClassifier: DirectClassifier {
    /// What a training begins with.
    public enum Start: Sendable {
        /// The networks of the reference bundle.
        case references
        /// Drawn weights.
        case nothing
    }

    /// How a network is trained on the pair; chosen on references with damaged masks.
    package struct Settings: Sendable, Equatable {
        /// Turning it up makes the network follow the mask more closely, and costs its multiple.
        package var steps: Int
        /// Jittered copies of the pair in a step.
        package var batch: Int
        /// The largest learning rate.
        package var rate: Double
        /// How far copies are turned, scaled and shifted: 1 is about 10° and a tenth of the side.
        package var jitter: Float
        /// Of a network that begins with nothing: the channels of its levels.
        package var channels: [Int]
        /// Of a network that begins with nothing: whether it is shown the place in the frame of the mean reference.
        package var knowsPlace: Bool

        package init(
            steps: Int, batch: Int, rate: Double, jitter: Float, channels: [Int] = [8, 16, 32],
            knowsPlace: Bool = true
        ) {
            self.steps = steps
            self.batch = batch
            self.rate = rate
            self.jitter = jitter
            self.channels = channels
            self.knowsPlace = knowsPlace
        }

        package static let fromReferences = Settings(steps: 30, batch: 1, rate: 0.003, jitter: 0.5)
        package static let fromNothing = Settings(steps: 80, batch: 2, rate: 0.01, jitter: 0.5)
    }

    private let trainings: PairTrainings

    /// - Precondition: the set has networks where training begins with them.
    public convenience init(set: ReferenceSet, start: Start) {
        self.init(set: set, start: start, settings: start == .references ? .fromReferences : .fromNothing)
    }

    package init(set: ReferenceSet, start: Start, settings: Settings) {
        trainings = PairTrainings(set, start, settings)
    }

    public func train(on query: QueryImage, masks: [StructureMap]) -> TrainedPairNetwork {
        TrainedPairNetwork(query, masks: masks, trainings: trainings)
    }
}

/// What a ``PairNetworkClassifier`` has become for one case: networks a mask, each trained when a reference first needs
/// it.
public final class TrainedPairNetwork: TrainedDirectClassifier {
    private let query: QueryImage
    private let trainings: PairTrainings
    private let pair: PairSamples
    /// For each network that training began with, one a mask.
    private var networks: [Int: [FoldedNetwork]] = [:]

    init(_ query: QueryImage, masks: [StructureMap], trainings: PairTrainings) {
        self.query = query
        self.trainings = trainings
        pair = PairSamples(
            query, masks: masks, input: trainings.input(query), gridSize: trainings.gridSize,
            jitter: trainings.settings.jitter)
    }

    public func fit(to reference: Reference, at index: Int) -> Float { DirectFit.correlation(query, reference) }

    public func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        let start = trainings.start(for: index)
        let trained = networks[start] ?? trainings.trained(from: start, on: pair)
        networks[start] = trained
        let input = trainings.input(reference, at: index)
        for (position, network) in trained.enumerated() {
            let probabilities = network.predict(input, side: pair.side, scratch: &trainings.scratch)
            ClassMap.write(probabilities, size: pair.side, to: &labels[position], gridSize: trainings.gridSize)
        }
    }

    /// None of its own: what the networks of a bundle think of the truth is in the posterior of the references' vote.
    public func posterior(_ set: ReferenceSet) -> TruthPosterior? { nil }
}
