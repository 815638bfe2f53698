import FoundationEssentials
import Imaging
import Learning
public import Scoring

/// How a network is trained that registers the references. The defaults are what docs/ac-regnet.md was measured with.
public struct RegistrationSettings: Sendable, Equatable, Codable {
    /// How long, and by which steps.
    public enum Schedule: String, Sendable, Equatable, Codable, CaseIterable {
        /// A fifteenth of the pairs of the published one, with a learning rate that rises and falls.
        case short
        /// As the authors have it: 18,000 steps of 32 pairs, and as many of 16 label maps, at one rate. Hours.
        case published
    }

    public var variant: RegistrationVariant
    public var schedule = Schedule.short
    /// Whether the references are perturbed, each time anew; the authors do not.
    public var isAugmented = false
    /// Steps in place of those of the schedule; nil for its own.
    public var steps: Int?
    /// Pairs a step in place of those of the schedule; nil for its own.
    public var batchSize: Int?
    /// Draws other weights to begin with, other pairs, and other numbers to leave out.
    public var seed: UInt64 = 1

    public init(_ variant: RegistrationVariant) { self.variant = variant }

    /// Pairs that are normalised together.
    private static let picturesInPart = 8

    /// Fewer references than this teach a network too little.
    static let fewestReferences = LearningSettings.fewestReferences

    /// - Throws: ``InputError`` where a setting is out of range, or the set cannot teach.
    func check(_ set: ReferenceSet, named name: String) throws(InputError) {
        if let steps, !(10...1_000_000).contains(steps) {
            throw InputError(.optionInvalid, "--steps", "\(steps) is not 10 to 1000000")
        }
        if let batchSize, !(2...256).contains(batchSize) || batchSize % min(batchSize, Self.picturesInPart) != 0 {
            throw InputError(
                .optionInvalid, "--batch-size", "\(batchSize) is not 2 to 8, or a multiple of 8 up to 256",
                remedy: "a network that registers learns from parts of 8 pairs")
        }
        guard set.references.count >= Self.fewestReferences else {
            throw InputError(
                .referenceInvalid, name,
                "holds \(set.references.count) references; a network needs \(Self.fewestReferences) to learn from",
                remedy: "add references, or go on without networks")
        }
        guard set.parameters.labelGridSize == NetworkSamples.side, set.parameters.preparation.size % 8 == 0 else {
            throw InputError(
                .referenceInvalid, name, "has another label grid than networks are trained on",
                remedy: "build it with the usual settings")
        }
    }

    /// Positions of the references that the network learns from.
    func taught(_ set: ReferenceSet) -> [Int] {
        set.references.indices.filter { !ReferenceRegistration.isLeftOut($0) }
    }

    /// Steps, pairs a step and learning rate of a schedule.
    private struct Course {
        let steps: Int
        let batch: Int
        let rate: Double
        let isCycle: Bool
    }

    private var registering: Course {
        switch schedule {
        case .short: Course(steps: 1200, batch: 16, rate: 0.003, isCycle: true)
        case .published: Course(steps: 18_000, batch: 32, rate: 0.001, isCycle: false)
        }
    }

    private var encoding: Course {
        switch schedule {
        case .short: Course(steps: 1000, batch: 16, rate: 0.003, isCycle: true)
        case .published: Course(steps: 18_000, batch: 16, rate: 0.001, isCycle: false)
        }
    }

    /// Of the network.
    func plan(_ set: ReferenceSet) -> RegistrationPlan { plan(set, registering) }

    /// Of the autoencoder of label maps, where the variant needs one.
    func autoencoderPlan(_ set: ReferenceSet) -> RegistrationPlan { plan(set, encoding) }

    private func plan(_ set: ReferenceSet, _ course: Course) -> RegistrationPlan {
        let (steps, batch) = (steps ?? course.steps, batchSize ?? course.batch)
        let inPart = min(batch, Self.picturesInPart)
        return RegistrationPlan(
            side: set.parameters.preparation.size, parts: batch / inPart, picturesInPart: inPart,
            rate: course.isCycle
                ? .cycle(OneCycle(maximum: course.rate, steps: steps)) : .constant(course.rate, steps: steps),
            weights: variant.weights, seed: seed)
    }

    func autoencoder(_ set: ReferenceSet) throws(LearningError) -> AutoencoderShape {
        try AutoencoderShape(side: set.parameters.preparation.size, classes: set.structures.count + 1)
    }

    /// What a checkpoint has to be of to be gone on with.
    func digest(_ set: ReferenceSet) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let own = (try? encoder.encode(self)) ?? Data()
        return ContentDigest.sha256(Array(own) + Array(set.digest.utf8) + Array("pairs 1".utf8))
    }
}
