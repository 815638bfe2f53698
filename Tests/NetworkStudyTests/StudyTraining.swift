import Files
import Foundation
import Learning
import NumericSupport
import Scoring

/// How one network of the study is trained: as those of `rca-cli reference learn`, but in a quarter of the steps.
///
/// None of them sees the references at positions 0, 4, 8, …, which are what they are measured on.
struct StudyTraining: Codable, Sendable, Hashable {
    static let steps = 600
    private static let batch = 24
    private static let largestRate = 0.004

    /// References to learn from; nil for all that are not left out.
    var references: Int?
    var parts = ReferencePerturbation.Parts.all.rawValue
    var additions: StudyAddition.Kinds = []
    var channels = [8, 16, 32, 48]
    /// Pixels a side that the network sees.
    var size = 64
    var seed: UInt64 = 11

    /// Positions of the references that no network of the study learns from.
    static func leftOut(_ set: ReferenceSet) -> [Int] {
        set.references.indices.filter { ReferenceNetworks.part($0, of: 4) == 0 }
    }

    /// Positions of the references that this network learns from: of fewer, those of more hold all.
    func taught(_ set: ReferenceSet) -> [Int] {
        var open = set.references.indices.filter { ReferenceNetworks.part($0, of: 4) != 0 }
        var random = SplitMix64(seed: 2026)
        for place in open.indices.dropLast().reversed() {
            open.swapAt(place + 1, random.nextPosition(below: place + 2))
        }
        return Array(open.prefix(references ?? open.count)).sorted()
    }

    func samples(_ set: ReferenceSet) -> StudySamples {
        StudySamples(
            set: set, indices: taught(set), seed: seed &* 1_000_003, parts: .init(rawValue: parts),
            additions: additions, size: size)
    }

    /// The network after some of its steps, in the precision that bundles keep, from where an earlier run has left it or
    /// trained anew.
    ///
    /// - Parameters:
    ///   - stages: after how many steps; each at most ``steps``.
    ///   - folder: where trained networks are kept, by all that they depend on.
    func networks(_ set: ReferenceSet, after stages: [Int] = [steps], keptIn folder: String) throws -> [FoldedNetwork] {
        let paths = try stages.map { folder + "/" + (try name(set, after: $0)) }
        if let kept = try? paths.map({ try FoldedNetwork(decoding: Array(Data(contentsOf: URL(filePath: $0)))) }) {
            return kept
        }
        let shape = try NetworkShape(
            inputs: NetworkSamples.channelCount, classes: set.structures.count + 1, channels: channels)
        var trainer = try Trainer(
            plan: TrainingPlan(side: size, batch: Self.batch, steps: Self.steps, maximumRate: Self.largestRate),
            state: TrainerState(Network(shape: shape, seed: seed &* 7919)))
        let samples = samples(set)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        while trainer.state.step < Self.steps {
            let first = trainer.state.step * Self.batch
            let done = trainer.step((first..<first + Self.batch).map(samples.sample))
            for (stage, path) in zip(stages, paths) where stage == done.step {
                try Data(FoldedNetwork(trainer.state.network).encoded()).write(to: URL(filePath: path))
            }
        }
        return try paths.map { try FoldedNetwork(decoding: Array(Data(contentsOf: URL(filePath: $0)))) }
    }

    private func name(_ set: ReferenceSet, after stage: Int) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let own = try encoder.encode(self)
        let digest = ContentDigest.sha256(Array(own) + Array("\(set.digest) \(Self.steps) \(stage) study 2".utf8))
        return digest.prefix(16) + ".rcau"
    }
}
