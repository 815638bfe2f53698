import FoundationEssentials
import Imaging
import Learning
package import Scoring

/// How a reference set's networks are trained. The defaults are what docs/learning.md was measured with.
public struct LearningSettings: Sendable, Equatable, Codable {
    /// Fewer references than this teach a network too little to help.
    public static let fewestReferences = 25

    /// Networks, each trained on all but one part of the references.
    public var networkCount = 4
    /// Steps of each network.
    public var steps = 2500
    /// Images a step.
    public var batchSize = 24
    /// Channels of each level of the U-Net.
    public var channels = [8, 16, 32, 48]
    /// Draws other weights to begin with, and other perturbations.
    public var seed: UInt64 = 1

    public init() {}

    /// - Throws: ``InputError`` where a setting is out of range, or the set cannot teach.
    func check(_ set: ReferenceSet, named name: String) throws(InputError) {
        func refuse(_ option: String, _ problem: String) -> InputError {
            InputError(.optionInvalid, option, problem)
        }
        guard (2...16).contains(networkCount) else { throw refuse("--networks", "\(networkCount) is not 2 to 16") }
        guard (10...1_000_000).contains(steps) else { throw refuse("--steps", "\(steps) is not 10 to 1000000") }
        guard (1...256).contains(batchSize) else { throw refuse("--batch-size", "\(batchSize) is not 1 to 256") }
        guard set.references.count >= max(Self.fewestReferences, 2 * networkCount) else {
            throw InputError(
                .referenceInvalid, name,
                "holds \(set.references.count) references; a network needs \(max(Self.fewestReferences, 2 * networkCount)) to learn from",
                remedy: "add references, or go on without networks")
        }
        guard set.parameters.labelGridSize == NetworkSamples.side else {
            throw InputError(
                .referenceInvalid, name, "has another label grid than networks are trained on",
                remedy: "build it with the usual settings")
        }
        // Every network has to see every structure, or it would learn that there is none.
        for (position, structure) in set.structures.enumerated() {
            for part in 0..<networkCount {
                let count = taught(part, set).count { set.references[$0].structureSizes[position] > 0 }
                guard count >= Self.fewestShowing else {
                    throw InputError(
                        .structureMissing, name,
                        "'\(structure.name)' is in \(count) of the references of network \(part + 1); it needs \(Self.fewestShowing) to learn from",
                        remedy: "add references that show it, or build the set without it")
                }
            }
        }
    }

    private static let fewestShowing = 10

    /// Positions of the references that a network learns from.
    func taught(_ part: Int, _ set: ReferenceSet) -> [Int] {
        set.references.indices.filter { ReferenceNetworks.part($0, of: networkCount) != part }
    }

    /// The networks to train, in their order in the bundle: those of the structures, then those of the body's sides.
    var works: [LearningWork] {
        [NetworkSamples.Subject.structures, .sides].flatMap { subject in
            (0..<networkCount).map { LearningWork(subject: subject, part: $0) }
        }
    }

    /// How many steps all of them take.
    var stepCount: Int { works.count * steps }

    func shape(_ set: ReferenceSet, _ subject: NetworkSamples.Subject) throws(LearningError) -> NetworkShape {
        try NetworkShape(
            inputs: NetworkSamples.channelCount, classes: subject.classCount(structureCount: set.structures.count),
            channels: channels)
    }

    func plan(_ set: ReferenceSet) -> TrainingPlan {
        TrainingPlan(
            side: set.parameters.preparation.size, batch: batchSize, steps: steps, maximumRate: 0.004)
    }

    /// What a checkpoint has to be of to be gone on with.
    package func digest(_ set: ReferenceSet) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let own = (try? encoder.encode(self)) ?? Data()
        return ContentDigest.sha256(Array(own) + Array(set.digest.utf8) + Array("samples 3".utf8))
    }
}

/// One network to be trained.
struct LearningWork: Sendable {
    let subject: NetworkSamples.Subject
    /// Which part of the references it does not see.
    let part: Int

    var name: String {
        switch subject {
        case .structures: "network-\(part + 1)"
        case .sides: "laterality-network-\(part + 1)"
        }
    }

    /// So that networks of one part, but of another subject, begin with other weights and see other samples.
    var seed: UInt64 {
        switch subject {
        case .structures: UInt64(part)
        case .sides: 500_000 &+ UInt64(part)
        }
    }
}
