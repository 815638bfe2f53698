package import Imaging

/// Images whose true masks are known, ready to be registered to.
///
/// Made from a folder or mapped from a bundle (`ReferenceBundle`); both hold the same
/// bytes, so both score alike to the last bit.
public struct ReferenceSet: Sendable {
    public let structures: [Structure]
    public let parameters: ReferenceParameters
    /// Sorted by name.
    public let references: [Reference]
    /// SHA-256 in hexadecimal over the parameters, structures, names, pixels and labels that the set was made of.
    public let digest: String
    /// What the references look like scored against each other; nil where they are too few, or it was not worked out.
    public private(set) var statistics: ReferenceStatistics?
    /// How the references' opinions become probabilities, and how far the expected Dice may be off; nil where the
    /// references are too few to fit it, or it was not worked out.
    public private(set) var calibration: PosteriorCalibration?
    /// Trained on the references; nil where none were.
    public private(set) var networks: ReferenceNetworks?
    /// A registration that was trained on the references; nil where none was. It is used where ``method`` says so.
    public private(set) var registration: ReferenceRegistration?
    /// How images are registered to the references.
    public private(set) var method = RegistrationMethod.freeForm
    package let thumbnails: ThumbnailIndex
    /// The bundle that the references are read from; nil where they are in memory of their own.
    private var bundle: ReferenceMemory?

    /// - Throws: ``InputError`` where the set is empty or a structure occurs in none of its label maps.
    package init(
        structures: [Structure], parameters: ReferenceParameters, references: [Reference], digest: String,
        thumbnails: ThumbnailIndex? = nil, named name: String
    ) throws(InputError) {
        guard !references.isEmpty else {
            throw InputError(.referenceInvalid, name, "holds no reference image")
        }
        for (position, structure) in structures.enumerated()
        where !references.contains(where: { $0.structureSizes[position] > 0 }) {
            throw InputError(
                .structureMissing, name, "no reference has structure '\(structure.name)' (label \(structure.label))",
                remedy: "leave it out of --structures or add references that show it")
        }
        self.structures = structures
        self.parameters = parameters
        self.references = references
        self.digest = digest
        self.thumbnails =
            thumbnails
            ?? ThumbnailIndex(
                references.map { $0.equalized.values }, size: parameters.preparation.size)
    }

    /// The same set with its statistics.
    package func with(_ statistics: ReferenceStatistics?) -> ReferenceSet {
        var set = self
        set.statistics = statistics
        return set
    }

    /// The same set with its calibration.
    package func with(_ calibration: PosteriorCalibration?) -> ReferenceSet {
        var set = self
        set.calibration = calibration
        return set
    }

    /// The same set with networks that were trained on it.
    package func with(_ networks: ReferenceNetworks?) -> ReferenceSet {
        var set = self
        set.networks = networks
        return set
    }

    /// The same set with a registration that was trained on it, which is not used yet.
    package func with(_ registration: ReferenceRegistration?) -> ReferenceSet {
        var set = self
        set.registration = registration
        return set
    }

    /// The same set, read from a mapped bundle.
    func with(_ bundle: ReferenceMemory) -> ReferenceSet {
        var set = self
        set.bundle = bundle
        return set
    }

    /// - Throws: ``InputError`` where somebody has written to the bundle since it was opened, so that nothing that was
    ///   made with it meanwhile can be trusted. A bundle that was replaced by another file is read on.
    package func checkUnchanged(named path: String) throws(InputError) {
        guard bundle?.isUnchanged ?? true else {
            throw InputError(
                .referenceInvalid, path, "was written to while it was being read",
                remedy: "write new bundles to a new name, then repeat the command: what was finished before is kept")
        }
    }

    /// The same set, whose own network registers: with the yardstick and the calibration of that registration, and
    /// without the other networks, whose opinion was calibrated beside the free-form registration.
    ///
    /// - Returns: nil where the set has no such network.
    public func registeringByNetwork() -> ReferenceSet? {
        guard let registration else { return nil }
        var set = self
        set.method = .learned(registration)
        set.statistics = registration.statistics
        set.calibration = registration.calibration
        set.networks = nil
        return set
    }

    /// ``PosteriorModel/misfit(distance:)`` of a registration quality.
    func misfit(quality: Float) -> Float {
        PosteriorModel.misfit(distance: statistics?.quality.distanceBelow(quality) ?? 1)
    }

    /// The same set without one reference, which shares its memory: for scoring the reference itself.
    ///
    /// - Throws: ``InputError`` where nothing, or not every structure, would be left.
    package func leavingOut(_ index: Int) throws(InputError) -> ReferenceSet {
        var others = references
        let left = others.remove(at: index)
        return try ReferenceSet(
            structures: structures, parameters: parameters, references: others, digest: digest,
            thumbnails: thumbnails.leavingOut(index), named: left.name
        ).with(statistics).with(calibration).with(networks?.leavingOut(index)).registering(as: self)
    }

    /// Some of the references as a set of their own, which shares their memory. Without networks, since those have seen
    /// the others.
    ///
    /// - Parameters:
    ///   - indices: their positions, ascending.
    ///   - name: what to call the set in the errors.
    /// - Throws: ``InputError`` where there is none, or not every structure occurs in them.
    package func subset(_ indices: [Int], named name: String) throws(InputError) -> ReferenceSet {
        try ReferenceSet(
            structures: structures, parameters: parameters, references: indices.map { references[$0] }, digest: digest,
            named: name
        ).with(statistics).with(calibration).registering(as: self)
    }

    private func registering(as other: ReferenceSet) -> ReferenceSet {
        var set = self
        set.registration = other.registration
        set.method = other.method
        set.bundle = other.bundle
        return set
    }
}
