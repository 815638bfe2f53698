/// How a registering network, or the autoencoder of its loss, is trained.
///
/// A batch is gone through in parts, each with a normalisation of its own, so that parts run side by side and no byte
/// depends on how many do (ghost batches, Hoffer et al., NeurIPS 2017; the authors normalise over the whole batch).
package struct RegistrationPlan: Codable, Sendable, Equatable {
    /// Pixels along each side of a picture.
    package let side: Int
    /// Parts of a batch, and pictures of each.
    package let parts: Int
    package let picturesInPart: Int
    package let rate: LearningRate
    /// Of the parts of the loss beside the correlation, each of which counts 1.
    package let weights: RegistrationWeights
    /// Draws the numbers that dropout leaves out.
    package let seed: UInt64

    package var steps: Int { rate.steps }
    package var batch: Int { parts * picturesInPart }

    package init(
        side: Int, parts: Int, picturesInPart: Int, rate: LearningRate, weights: RegistrationWeights = .published,
        seed: UInt64 = 1
    ) {
        self.side = side
        self.parts = parts
        self.picturesInPart = picturesInPart
        self.rate = rate
        self.weights = weights
        self.seed = seed
    }

    /// - Throws: `LearningError.impossible` for a side, batch or number of steps that cannot be.
    func check() throws(LearningError) {
        guard parts > 0, picturesInPart > 1, steps > 0 else {
            throw .impossible("training takes at least one step of two pictures in each part of a batch")
        }
    }

    /// Adam as its authors have it, without weight decay.
    var optimiser: AdamW { AdamW(weightDecay: 0) }
}

/// How much the parts of the loss of a registration count beside the correlation.
package struct RegistrationWeights: Codable, Sendable, Equatable {
    /// The total variation of the displacements, summed over pixels.
    package var variation: Double
    /// The cross-entropy of the warped labels: what CE-RegNet and AC-RegNet have.
    package var entropy: Double
    /// The squared distance of the codes of warped and fixed labels: what AE-RegNet and AC-RegNet have.
    package var codes: Double

    package init(variation: Double, entropy: Double, codes: Double) {
        self.variation = variation
        self.entropy = entropy
        self.codes = codes
    }

    /// Those of AC-RegNet.
    package static let published = RegistrationWeights(variation: 5e-5, entropy: 1, codes: 0.1)
}

/// The learning rate of each step.
package enum LearningRate: Codable, Sendable, Equatable {
    case constant(Double, steps: Int)
    case cycle(OneCycle)

    package var steps: Int {
        switch self {
        case .constant(_, let steps): steps
        case .cycle(let cycle): cycle.steps
        }
    }

    /// - Parameter step: from 0.
    package func rate(step: Int) -> Double {
        switch self {
        case .constant(let rate, _): rate
        case .cycle(let cycle): cycle.rate(step: step)
        }
    }
}
