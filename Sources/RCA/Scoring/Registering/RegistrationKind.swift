public import Imaging

/// The ways to register images to references that a command can be asked for.
public enum RegistrationKind: String, Sendable, CaseIterable, Codable {
    /// An affine map and a free-form deformation, found anew for each pair.
    case freeForm = "free-form"
    case plain = "regnet"
    case local = "ce-regnet"
    case global = "ae-regnet"
    case anatomical = "ac-regnet"

    /// The learned registration that it is; nil for the free form.
    public var variant: RegistrationVariant? { RegistrationVariant(rawValue: rawValue) }
}

extension ReferenceSet {
    /// The same set, to register images in a way that was asked for: as it is, or by its own network.
    ///
    /// - Parameter name: the bundle or folder, for the error.
    /// - Throws: ``InputError`` (`reference invalid`) where the set has no such network.
    public func registering(by kind: RegistrationKind, named name: String) throws(InputError) -> ReferenceSet {
        guard let variant = kind.variant else { return self }
        guard let registration, registration.variant == variant, let learned = registeringByNetwork() else {
            let found = registration.map { "holds \($0.variant.name), not \(variant.name)" }
            throw InputError(
                .referenceInvalid, name, found ?? "has no network that registers (\(variant.name))",
                remedy: "make a bundle that has it with 'rca-cli reference learn --registration \(variant.rawValue)'")
        }
        return learned
    }

    /// What results depend on beside the references themselves, by its name in a journal: networks of either kind. The
    /// ``digest`` is the same with them and without.
    package var learnedDigests: [String: String] {
        var digests: [String: String] = [:]
        digests["networks"] = networks?.digest
        digests["registration"] = registrationDigest
        return digests
    }

    /// Of the network that registers; nil where none does.
    package var registrationDigest: String? {
        if case .learned(let registration) = method { registration.digest } else { nil }
    }
}
