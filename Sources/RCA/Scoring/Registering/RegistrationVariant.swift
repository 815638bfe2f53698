package import Learning

/// The learned registrations of Mansilla, Milone and Ferrante (Neural Networks 2020): one network, trained by what it
/// makes of the images, and of the labels as well.
public enum RegistrationVariant: String, Sendable, CaseIterable, Codable {
    /// Images alone: no anatomy.
    case plain = "regnet"
    /// Images, and labels pixel by pixel (cross-entropy).
    case local = "ce-regnet"
    /// Images, and labels as a whole (the codes of an autoencoder).
    case global = "ae-regnet"
    /// Images, and labels in both ways: anatomical constraints.
    case anatomical = "ac-regnet"

    /// As the paper writes it.
    public var name: String {
        switch self {
        case .plain: "RegNet"
        case .local: "CE-RegNet"
        case .global: "AE-RegNet"
        case .anatomical: "AC-RegNet"
        }
    }

    /// What the parts of the loss count beside the correlation of the images.
    package var weights: RegistrationWeights {
        var weights = RegistrationWeights.published
        if self == .plain || self == .global { weights.entropy = 0 }
        if self == .plain || self == .local { weights.codes = 0 }
        return weights
    }

    /// Whether it needs an autoencoder of label maps.
    package var needsAutoencoder: Bool { weights.codes > 0 }
}
