import Machine
import NumericSupport

/// Trains the autoencoder of label maps, on as many threads as there are; the bytes do not depend on how many.
///
/// The loss is the cross-entropy of a pixel, between what is made of noisy label maps and the maps without noise; the
/// optimiser is Adam.
package struct AutoencoderTrainer: Sendable {
    package let shape: AutoencoderShape
    /// Its loss's weights play no part.
    package let plan: RegistrationPlan
    package private(set) var state: GraphState
    /// By the parameters, of the last step; empty before the first.
    package private(set) var gradient: [Float] = []
    private let network: AutoencoderGraph
    private let workers: MemoryPool<AutoencoderWorker>

    /// - Parameters:
    ///   - state: of a training that goes on; nil for a new one.
    ///   - seed: draws the weights of a new one.
    /// - Throws: `LearningError` where plan, shape and state do not belong together.
    package init(
        _ shape: AutoencoderShape, plan: RegistrationPlan, state: GraphState? = nil, seed: UInt64 = 1
    ) throws(LearningError) {
        try plan.check()
        guard plan.side == shape.side else { throw .impossible("the plan has another side than the autoencoder") }
        let network = AutoencoderGraph(shape, isFolded: false)
        let start = state ?? GraphState(network.graph, seed: seed)
        guard start.fits(network.graph) else { throw .damaged("a training of another autoencoder") }
        guard start.step <= plan.steps else {
            throw .impossible("the autoencoder has had \(start.step) steps, more than the \(plan.steps) of the plan")
        }
        self.shape = shape
        self.plan = plan
        self.network = network
        self.state = start
        workers = MemoryPool { AutoencoderWorker(network, shape: shape, plan: plan) }
    }

    /// One step.
    ///
    /// - Parameters:
    ///   - threads: parts of the batch that are gone through at the same time.
    ///   - sample: the label map at a place of the whole training, 0 for the first: side² classes. Its noise follows
    ///     from the plan's seed and the place.
    /// - Returns: the loss before the update.
    package mutating func step(threads: Int, sample: @escaping @Sendable (_ place: Int) -> [UInt8]) -> Double {
        precondition(state.step < plan.steps, "the training is over")
        let (plan, workers, parameters, done) = (plan, workers, state.parameters, state.step)
        let results = ThreadedMap.run(plan.parts, threads: threads) { part in
            let first = (done * plan.parts + part) * plan.picturesInPart
            let places = first..<first + plan.picturesInPart
            let truths = places.map(sample)
            let noisy = zip(places, truths).map { place, truth in
                LabelNoise.exchanged(
                    truth, side: plan.side, seed: SplitMix64.mix(plan.seed &+ SplitMix64.mix(UInt64(place))))
            }
            return workers.borrowing { $0.evaluate(noisy, truths: truths, parameters: parameters) }
        }
        gradient = state.advance(
            network.graph, by: results, picturesInPart: plan.picturesInPart, plan.optimiser,
            rate: plan.rate.rate(step: state.step))
        return results.reduce(0) { $0 + $1.losses[0] }
    }
}

/// Memory of one thread for the loss of a part of a batch of label maps.
final class AutoencoderWorker {
    private let network: AutoencoderGraph
    private let shape: AutoencoderShape
    private let plan: RegistrationPlan
    private let memory: GraphMemory
    private var truth: [Float]

    init(_ network: AutoencoderGraph, shape: AutoencoderShape, plan: RegistrationPlan) {
        self.network = network
        self.shape = shape
        self.plan = plan
        memory = GraphMemory(network.graph, pictures: plan.picturesInPart, isTrained: true)
        truth = Array(
            repeating: 0,
            count: FeatureMaps.size(side: shape.side, channels: shape.inputChannels) * plan.picturesInPart)
    }

    func evaluate(_ noisy: [[UInt8]], truths: [[UInt8]], parameters: [Float]) -> PartResult {
        precondition(truths.count == plan.picturesInPart && noisy.count == truths.count, "a part of another size")
        let black = [Float](repeating: 0, count: shape.side * shape.side)
        let loss = truth.withUnsafeMutableBufferPointer { memory in
            let truth = FeatureMaps(
                memory: memory.baseAddress!, pictures: truths.count, side: shape.side, channels: shape.inputChannels)
            return self.memory.withPass(parameters) { pass in
                for (picture, (input, aim)) in zip(noisy, truths).enumerated() {
                    LabelledPicture(grey: black, classes: input).load(
                        into: pass.maps(network.input), picture: picture, classCount: shape.classes)
                    LabelledPicture(grey: black, classes: aim).load(
                        into: truth, picture: picture, classCount: shape.classes)
                }
                pass.forward()
                let loss = RegistrationLoss.crossEntropy(
                    pass.maps(network.output), truth: truth, classes: shape.classes, batch: plan.batch, weight: 1,
                    gradient: pass.gradientMaps(network.output))
                pass.backward(from: network.output)
                return loss
            }
        }
        return PartResult(gradient: memory.gradient, statistics: memory.statistics, losses: [loss])
    }
}
