/// Trains one network, on the thread that calls it: several networks are trained side by side by as many trainers, and
/// none of their bytes depend on how many threads there are.
///
/// The loss is `SegmentationLoss`, the optimiser `AdamW`, with the learning rate of `OneCycle`. Memory is
/// nearly all for feature maps: about 4.5 MB for each picture of a batch at a side of 64 with 8, 16, 32 and 48 channels.
package struct Trainer: Sendable {
    package let plan: TrainingPlan
    package private(set) var state: TrainerState
    /// Whether normalisation goes on by the running means and variances that the network came with: what a trained
    /// network is trained further by on a single picture, whose own say little.
    package let keepsStatistics: Bool
    private var memory: TrainingMemory

    /// Why `run` ended.
    package enum Outcome: Sendable, Equatable {
        /// All steps of the plan are done.
        case finished
        /// The progress callback or the task's cancellation ended it. `state` is that after the last step reported.
        case stopped
    }

    /// A step that was done, from 1, and its loss before the update: the cross-entropy of a pixel plus 1 − Dice.
    package struct Progress: Sendable, Equatable {
        package let step: Int
        package let loss: Double
    }

    /// - Throws: `LearningError.impossible` where the plan does not fit the network.
    package init(plan: TrainingPlan, state: TrainerState, keepsStatistics: Bool = false) throws(LearningError) {
        try plan.check(state.network.shape)
        guard state.step <= plan.steps else {
            throw .impossible("the network has had \(state.step) steps, more than the \(plan.steps) of the plan")
        }
        self.plan = plan
        self.state = state
        self.keepsStatistics = keepsStatistics
        memory = TrainingMemory(state.network.shape, side: plan.side, pictures: plan.batch)
    }

    /// Goes on to the last step of the plan.
    ///
    /// - Parameters:
    ///   - sample: gives the picture for a step (from 0) and its place in the batch (from 0); the same one each time,
    ///     so that training may be stopped and go on.
    ///   - progress: is told of each step once it is done, and ends training by false.
    /// - Precondition: samples fit the plan's side and the network's channels and classes.
    package mutating func run(
        sample: @Sendable (_ step: Int, _ indexInBatch: Int) throws -> TrainingSample,
        progress: (Progress) throws -> Bool
    ) rethrows -> Outcome {
        while state.step < plan.steps {
            guard !Task.isCancelled else { return .stopped }
            for index in 0..<plan.batch { memory.load(try sample(state.step, index), picture: index) }
            let loss = advance()
            guard try progress(Progress(step: state.step, loss: loss)) else { return .stopped }
        }
        return .finished
    }

    /// Begins anew with another state, in the memory that there is.
    ///
    /// - Precondition: a network of the same shape, with no more steps than the plan has.
    package mutating func restart(_ state: TrainerState) {
        precondition(state.network.shape == self.state.network.shape && state.step <= plan.steps)
        self.state = state
    }

    /// One step with given samples, as many as a batch has.
    package mutating func step(_ samples: [TrainingSample]) -> Progress {
        precondition(samples.count == plan.batch && state.step < plan.steps)
        for (index, sample) in samples.enumerated() { memory.load(sample, picture: index) }
        let loss = advance()
        return Progress(step: state.step, loss: loss)
    }

    /// The gradient of the last step's loss, as `Network.parameters` lie.
    package var gradient: [Float] { memory.gradient }

    private mutating func advance() -> Double {
        let loss = memory.run(
            state.network.parameters, keeping: keepsStatistics ? state.network.statistics : nil)
        if !keepsStatistics { memory.updateStatistics(&state.network.statistics) }
        plan.optimiser.update(
            &state.network.parameters, gradient: memory.gradient, first: &state.firstMoment,
            second: &state.secondMoment, step: state.step + 1, rate: plan.rate.rate(step: state.step))
        state.step += 1
        return loss
    }
}
