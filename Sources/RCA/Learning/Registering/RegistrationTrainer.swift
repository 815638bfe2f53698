import Machine
import NumericSupport

/// Trains one registering network, on as many threads as there are; the bytes do not depend on how many.
///
/// The loss is that of AC-RegNet, `RegistrationLoss`, with the weights of the plan; the optimiser is Adam.
package struct RegistrationTrainer: Sendable {
    package let shape: RegistrationShape
    package let plan: RegistrationPlan
    package private(set) var state: GraphState
    /// By the parameters, of the last step; empty before the first.
    package private(set) var gradient: [Float] = []
    private let network: RegistrationGraph
    private let workers: MemoryPool<RegistrationWorker>

    /// The loss of a step before its update, part by part, each with its weight.
    package struct Losses: Sendable, Equatable {
        package let correlation: Double
        package let variation: Double
        package let entropy: Double
        package let codes: Double
        package var sum: Double { correlation + variation + entropy + codes }
    }

    /// - Parameters:
    ///   - classes: background and structures.
    ///   - codes: of an autoencoder for so many classes; needed where the plan weighs the distance of codes.
    ///   - state: of a training that goes on; nil for a new one.
    ///   - seed: draws the weights of a new one.
    /// - Throws: `LearningError` where plan, shape, codes and state do not belong together.
    package init(
        _ shape: RegistrationShape, plan: RegistrationPlan, classes: Int, codes: LabelCodes? = nil,
        state: GraphState? = nil, seed: UInt64 = 1
    ) throws(LearningError) {
        try plan.check()
        try shape.check(side: plan.side)
        if plan.weights.codes > 0 {
            guard let codes, codes.shape.classes == classes, codes.shape.side == plan.side else {
                throw .impossible("the distance of codes needs an autoencoder of the same classes and side")
            }
        }
        let network = RegistrationGraph(shape, side: plan.side, isFolded: false)
        let start = state ?? GraphState(network.graph, seed: seed)
        guard start.fits(network.graph) else { throw .damaged("a training of another network") }
        guard start.step <= plan.steps else {
            throw .impossible("the network has had \(start.step) steps, more than the \(plan.steps) of the plan")
        }
        self.shape = shape
        self.plan = plan
        self.network = network
        self.state = start
        let judge = plan.weights.codes > 0 ? codes : nil
        workers = MemoryPool { RegistrationWorker(network, plan: plan, classes: classes, codes: judge) }
    }

    /// One step.
    ///
    /// - Parameters:
    ///   - threads: parts of the batch that are gone through at the same time.
    ///   - sample: the pair at a place of the whole training, 0 for the first; the same one each time.
    package mutating func step(threads: Int, sample: @escaping @Sendable (_ place: Int) -> RegistrationSample) -> Losses
    {
        precondition(state.step < plan.steps, "the training is over")
        let (plan, workers, parameters, done) = (plan, workers, state.parameters, state.step)
        let results = ThreadedMap.run(plan.parts, threads: threads) { part in
            let first = (done * plan.parts + part) * plan.picturesInPart
            let samples = (first..<first + plan.picturesInPart).map(sample)
            let seed = SplitMix64.mix(plan.seed &+ SplitMix64.mix(UInt64(done * plan.parts + part)))
            return workers.borrowing {
                $0.evaluate(samples, parameters: parameters, dropoutSeed: seed)
            }
        }
        gradient = state.advance(
            network.graph, by: results, picturesInPart: plan.picturesInPart, plan.optimiser,
            rate: plan.rate.rate(step: state.step))
        func sum(_ part: Int) -> Double { results.reduce(0) { $0 + $1.losses[part] } }
        return Losses(correlation: sum(0), variation: sum(1), entropy: sum(2), codes: sum(3))
    }
}
