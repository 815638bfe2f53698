public import Imaging

/// The reverse classifiers that masks can be scored with.
///
/// What is trained on the image and its mask decides the published column and the Dice on the references. Pose, vote,
/// posterior, expected Dice and verdict are those of the references' vote whatever it is (``ClassifierScorer``); a
/// learned registration has a vote, and so all of these, of its own.
public enum ClassifierKind: String, Sendable, CaseIterable, Codable {
    /// A single atlas, registered by an affine map and a free-form deformation: what the published scores use.
    case freeForm = "free-form"
    /// A single atlas, registered by an affine map alone.
    case affine
    /// The default's atlas, whose free-form deformation then goes on by what the bundle's networks see of the structures.
    case freeFormNetworks = "free-form-networks"
    /// A random forest of the image's grey values and of the place in the body.
    case forest
    /// A small network that knows the references, trained further on the image and its mask.
    case pairNetwork = "pair-network"
    /// A small network trained on the image and its mask alone.
    case pairNetworkNew = "pair-network-new"

    /// A single atlas, registered by a network of the bundle that has learned it by images and anatomy.
    case anatomicalRegistration = "ac-regnet"
    /// The same by images alone.
    case plainRegistration = "regnet"
    /// The same by images, and labels pixel by pixel.
    case localRegistration = "ce-regnet"
    /// The same by images, and labels as a whole.
    case globalRegistration = "ae-regnet"

    /// One sentence for a person who chooses.
    public var summary: String {
        switch self {
        case .freeForm: "the image and its mask are an atlas that is registered by an affine map and then bent"
        case .freeFormNetworks: "the same atlas, bent further by what the bundle's networks see"
        case .affine: "the same atlas, registered by an affine map alone"
        case .forest: "a random forest learns the mask from grey values and from the place in the body"
        case .pairNetwork: "a network of the bundle is trained further on the image and its mask"
        case .pairNetworkNew: "a network is trained on the image and its mask alone"
        case .anatomicalRegistration: "the same atlas, registered by a network that has learned it by anatomy, too"
        case .plainRegistration: "the same atlas, registered by a network that has learned it by images alone"
        case .localRegistration: "the same atlas, registered by a network that has learned it by labels, too"
        case .globalRegistration: "the same atlas, registered by a network that has learned it by shapes, too"
        }
    }

    /// Whether it needs the networks of the reference bundle.
    var needsNetworks: Bool { self == .pairNetwork || self == .freeFormNetworks }

    /// How the atlas of this classifier is registered for vote, posterior and verdict.
    public var registration: RegistrationKind { RegistrationKind(rawValue: rawValue) ?? .freeForm }

    /// The references as this classifier scores on them.
    ///
    /// - Parameters:
    ///   - set: the references that masks are to be scored on.
    ///   - name: the bundle or folder, for the error.
    /// - Throws: ``InputError`` (`reference invalid`) where the set has not the networks that the classifier needs.
    public func prepared(_ set: ReferenceSet, named name: String) throws(InputError) -> ReferenceSet {
        guard !needsNetworks || set.networks != nil else {
            throw InputError(
                .referenceInvalid, name, "has no networks, which --classifier \(rawValue) needs",
                remedy: "make a bundle that has some with 'rca-cli reference learn', or give another --classifier")
        }
        return try set.registering(by: registration, named: name)
    }
}
