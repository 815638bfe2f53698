package import Cases
import Imaging
import Reporting
package import Scoring

/// Scores cases on a few workers: what every run of the engine has in common.
package struct CaseScoring: Sendable {
    package let request: ScoringRequest
    package let set: ReferenceSet
    package let structures: ReportedStructures
    /// Keep the Dice on every single reference, whether or not a table of them is wanted.
    package let keepsDetails: Bool
    /// Where the cases' files are, beside folders.
    package let places: FilePlaces

    package init(
        request: ScoringRequest, set: ReferenceSet, structures: ReportedStructures, keepsDetails: Bool = false,
        places: FilePlaces = .folders
    ) {
        self.request = request
        self.set = set
        self.structures = structures
        self.keepsDetails = keepsDetails
        self.places = places
    }

    /// Hands every case's results to `state`, in the order in which they are finished.
    /// - Returns: whether no case is left.
    package func run(_ cases: [ImageCase], state: RunState) async -> Bool {
        let queue = CaseQueue(count: cases.count, state: state)
        let workers = max(1, min(request.threads, cases.count))
        request.logger?.info("scoring", metadata: ["images": "\(cases.count)", "threads": "\(workers)"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    let worker = CaseWorker(
                        set: set, structures: structures, request: request, keepsDetails: keepsDetails)
                    while let (index, files) = places.next(cases, position: queue.next) {
                        state.finished(worker.results(of: cases[index], files))
                    }
                }
            }
        }
        return queue.isExhausted || cases.isEmpty
    }

    /// What a person should know before the first case.
    package var notes: [String] {
        let structureNote = structures.note.map { [$0] } ?? []
        guard request.referencesPerCase > set.references.count else { return structureNote }
        return structureNote + [
            "the reference set has \(set.references.count) images, fewer than the "
                + "\(request.referencesPerCase) asked for: all are used"
        ]
    }
}
