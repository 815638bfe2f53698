import Imaging
package import Learning

/// A network that was trained to register the references to each other, and what is known of how well it does.
///
/// Every fifth reference is left out of the training. Such a reference, registered to all others, is in the place of an
/// image that is to be scored: the network has never seen it, and has seen most of those that it is brought onto. So the
/// yardstick of ``Reliability`` and the calibration of the posterior come of these references alone.
public struct ReferenceRegistration: Sendable {
    public let variant: RegistrationVariant
    package let network: RegistrationNetwork
    /// What the references left out look like, registered by the network; nil where they are too few.
    public package(set) var statistics: ReferenceStatistics?
    /// How the references' opinions become probabilities where the network registers.
    public package(set) var calibration: PosteriorCalibration?
    /// How well it registered the references when it was trained; nil in bundles of earlier programs.
    public package(set) var quality: RegistrationQuality?

    package init(
        _ network: RegistrationNetwork, variant: RegistrationVariant, statistics: ReferenceStatistics? = nil,
        calibration: PosteriorCalibration? = nil, quality: RegistrationQuality? = nil
    ) {
        self.network = network
        self.variant = variant
        self.statistics = statistics
        self.calibration = calibration
        self.quality = quality
    }

    /// SHA-256 of the network's bytes in hexadecimal, of which a run's results depend on.
    package var digest: String { ContentDigest.sha256((try? network.encoded()) ?? []) }

    /// One in so many references is left out of the training.
    package static let leftOutStride = 5

    /// Whether the reference at a position of the set is left out of the training.
    package static func isLeftOut(_ position: Int) -> Bool { position % leftOutStride == 0 }

    /// Whether a network of this shape can register images of these parameters.
    static func fits(_ shape: RegistrationShape, _ parameters: ReferenceParameters) -> Bool {
        (try? shape.check(side: parameters.preparation.size)) != nil
    }
}

/// How references and image are registered.
public enum RegistrationMethod: Sendable {
    /// By an affine map and a free-form deformation, both found anew for each pair: the default.
    case freeForm
    /// By the set's own network (``ReferenceSet/registration``), which gives the displacement of every pixel at once.
    case learned(ReferenceRegistration)
}
