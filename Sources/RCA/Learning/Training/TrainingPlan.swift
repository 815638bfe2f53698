/// How a network is trained.
package struct TrainingPlan: Codable, Sendable, Equatable {
    /// Pixels along each side of a picture.
    package let side: Int
    /// Pictures of a step.
    package let batch: Int
    package let rate: OneCycle
    package let optimiser: AdamW

    package var steps: Int { rate.steps }

    /// - Parameters:
    ///   - maximumRate: the largest learning rate of the cycle.
    ///   - weightDecay: of all parameters alike, times the learning rate.
    package init(side: Int, batch: Int, steps: Int, maximumRate: Double = 0.01, weightDecay: Double = 0.01) {
        self.side = side
        self.batch = batch
        rate = OneCycle(maximum: maximumRate, steps: steps)
        optimiser = AdamW(weightDecay: weightDecay)
    }

    /// - Throws: `LearningError.impossible` for a side, batch or number of steps that cannot be.
    package func check(_ shape: NetworkShape) throws(LearningError) {
        try shape.check(side: side)
        guard batch > 0, steps > 0 else { throw .impossible("training takes at least one step of one picture") }
        // Of one value there is no unbiased variance.
        guard batch > 1 || side > shape.sideStep else {
            throw .impossible("at this side the lowest level has one pixel, so that a batch needs two pictures")
        }
    }
}
