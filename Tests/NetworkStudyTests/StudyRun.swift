import Files
import Learning
import Machine
import Scoring

/// The references that the study is made on, and the networks that are trained on them.
struct StudyRun: Sendable {
    let set: ReferenceSet
    /// Where trained networks are kept, so that a study that is made again trains nothing twice.
    let folder: String
    /// How many networks are trained side by side.
    var threads = ProcessorCount.available()

    /// One a training, in order.
    func networks(_ trainings: [StudyTraining]) async throws -> [FoldedNetwork] {
        try await networks(atStagesOf: trainings.map { ($0, [StudyTraining.steps]) })
    }

    /// One a stage of each training, in order.
    ///
    /// - Parameter trainings: with the steps after which a network is wanted.
    func networks(
        atStagesOf trainings: [(training: StudyTraining, stages: [Int])]
    ) async throws -> [FoldedNetwork] {
        let results = await ParallelMap.run(trainings.count, threads: threads) { place in
            Result { try trainings[place].training.networks(set, after: trainings[place].stages, keptIn: folder) }
        }
        return try results.flatMap { try $0.get() }
    }

    /// The set with the opinion of a network of the study about the references left out, calibrated on them as the
    /// program does it.
    ///
    /// Nobody else's image may be scored with it: that one network stands for all four, and has seen the other references.
    func learned(_ opinion: StudyTraining = StudyTraining(seed: 13)) async throws -> ReferenceSet {
        let network = try await networks([opinion])[0]
        var networks = ReferenceNetworks(
            Array(repeating: network, count: 4), referenceCount: set.references.count)
        let asking = set.with(networks)
        let indices = StudyTraining.leftOut(set)
        let cases = await ParallelMap.run(indices.count, threads: threads) { asking.calibrationCases(indices[$0]) }
        networks.calibration = PosteriorFit.calibration(cases.flatMap { $0 }, structureCount: set.structures.count)
        return set.with(networks)
    }

    /// What networks say of the references left out.
    func figures(_ trainings: [StudyTraining]) async throws -> [[OpinionFigures]] {
        let networks = try await networks(trainings)
        let views = StudyViews(set)
        return await ParallelMap.run(trainings.count, threads: threads) { place in
            views.figures(networks[place], size: trainings[place].size, structureCount: set.structures.count)
        }
    }

    /// What the votes of several sets of references say of the first views of them.
    func figures(votesOf references: [[Int]], first count: Int) async throws -> [[OpinionFigures]] {
        let views = StudyViews(set)
        let results = await ParallelMap.run(references.count, threads: threads) { place in
            Result { try views.figures(voteOf: references[place], in: set, first: count) }
        }
        return try results.map { try $0.get() }
    }
}

/// A table as documents have it.
struct MarkdownTable {
    private let columns: [String]
    private var rows: [[String]] = []

    init(_ columns: [String]) { self.columns = columns }

    mutating func append(_ cells: [String]) { rows.append(cells) }

    var text: String {
        ([columns, columns.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }
}
