package import Cases
package import Scoring

/// Scores cases without a journal, as `verify` does with its sample.
package struct CaseScoring: Sendable {
    static let activity = "scoring"

    private let request: ScoringRequest
    private let set: ReferenceSet
    private let structures: ReportedStructures
    private let places: FileSources

    package init(
        request: ScoringRequest, set: ReferenceSet, structures: ReportedStructures, places: FileSources = .folders
    ) {
        self.places = places
        self.request = request
        self.set = set
        self.structures = structures
    }

    /// Hands what became of every mask to `state`, in the order in which cases are finished.
    /// - Returns: whether no case is left.
    package func run(_ cases: [ImageCase], state: RunState) async -> Bool {
        await WorkerPool.run(
            cases, Self.activity, threads: request.threads, places: places, state: state, logger: request.logger
        ) { ScoringWorker(set: set, structures: structures, request: request) }
    }

    /// What a person should know before the first case.
    package var notes: [String] { Self.notes(request, set, structures) }

    static func notes(_ request: ScoringRequest, _ set: ReferenceSet, _ structures: ReportedStructures) -> [String] {
        let structureNote = structures.note.map { [$0] } ?? []
        guard request.referencesPerCase > set.references.count else { return structureNote }
        return structureNote + [
            "the reference set has \(set.references.count) images, fewer than the "
                + "\(request.referencesPerCase) asked for: all are used"
        ]
    }
}
