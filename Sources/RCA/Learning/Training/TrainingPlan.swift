import RealModule

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

/// A learning rate that rises to its largest and falls to almost nothing, along half cosines (Smith and Topin, 2019):
/// as `OneCycleLR` of PyTorch with its default factors, but with Adam's moments left alone (`cycle_momentum=False`).
package struct OneCycle: Codable, Sendable, Equatable {
    package let maximum: Double
    package let steps: Int
    /// The share of the steps in which the rate rises.
    package var rise = 0.3
    /// The rate starts at the largest divided by this.
    package var startDivisor = 25.0
    /// The rate ends at its start divided by this.
    package var endDivisor = 10_000.0

    package init(maximum: Double, steps: Int) {
        self.maximum = maximum
        self.steps = steps
    }

    /// The rate of a step, from 0 to `steps` − 1.
    package func rate(step: Int) -> Double {
        let start = maximum / startDivisor
        let top = max(rise * Double(steps) - 1, 0)
        let step = Double(step)
        if step <= top { return Self.cosine(from: start, to: maximum, at: top > 0 ? step / top : 1) }
        let length = Double(steps - 1) - top
        return Self.cosine(from: maximum, to: start / endDivisor, at: length > 0 ? (step - top) / length : 1)
    }

    private static func cosine(from: Double, to: Double, at share: Double) -> Double {
        to + (from - to) / 2 * (1 + .cos(.pi * share))
    }
}

/// A picture to learn from.
package struct TrainingSample: Sendable {
    /// Input channels × side × side.
    package var input: [Float]
    /// Each pixel's class, below the network's number of classes; side × side.
    package var classes: [UInt8]

    package init(input: [Float], classes: [UInt8]) {
        self.input = input
        self.classes = classes
    }
}
