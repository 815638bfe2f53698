package import Learning

/// Networks that tell the sides of the body apart, trained on the references as ``ReferenceNetworks`` are, and what
/// their opinion is worth: whether a radiograph is mirrored shows in the heart, the aortic arch and the diaphragm, of
/// which registration sees little.
package struct LateralityNetworks: Sendable, Equatable {
    /// As many as, and trained on the same parts of the references as, the networks beside them.
    package let networks: [FoldedNetwork]
    /// Nil while that is being found out, or where there are too few references to know.
    package var model: LateralityModel?

    /// - Precondition: there is a network.
    package init(_ networks: [FoldedNetwork], model: LateralityModel? = nil) {
        precondition(!networks.isEmpty, "no networks are no LateralityNetworks")
        self.networks = networks
        self.model = model
    }

    /// Whether a network is one of these: it is shown what the others are, and tells ``BodySides`` apart.
    static func fits(_ shape: NetworkShape, _ parameters: ReferenceParameters) -> Bool {
        NetworkInput.fits(shape, structureCount: BodySides.classCount - 1, parameters)
    }
}

/// How likely a radiograph is mirrored, from what the networks say.
///
/// A logistic regression without a constant, since the mirrored radiograph's figure is the other's negative; learned from
/// references left out, as they are and perturbed. How much better a radiograph fits the references mirrored adds nothing
/// to it: beside the networks' figure, its coefficient was 0 on 792 such images.
package struct LateralityModel: Codable, Sendable, Equatable {
    /// Below this evidence of one network the others are not asked.
    static let clearlyUpright = -3.0
    /// From this evidence on a radiograph is taken for mirrored: such ones are rare. On the same images, each seen by one
    /// network, 1 upright one of 792 is taken for mirrored, and 12 mirrored ones are not.
    static let leastEvidence = 2.0

    /// Of ``LateralityOpinion/uprightness(_:known:)``; 0 or more.
    package let slope: Double

    package init(slope: Double) { self.slope = slope }

    /// How many times likelier mirrored than not, as a natural logarithm, where either is as frequent.
    func evidence(uprightness: Float) -> Double { -slope * Double(uprightness) }
}
