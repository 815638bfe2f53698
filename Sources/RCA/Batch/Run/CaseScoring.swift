import Imaging
import Reporting
import Scoring

/// Scores cases on a few workers: what every run of the engine has in common.
struct CaseScoring: Sendable {
    let request: ScoringRequest
    let set: ReferenceSet
    let structures: ReportedStructures
    /// Keep the Dice on every single reference, whether or not a table of them is wanted.
    var keepsDetails = false
    /// Where the cases' files are, beside folders.
    var places = FilePlaces.folders

    /// Hands every case's results to `state`, in the order in which they are finished.
    /// - Returns: whether no case is left.
    func run(_ cases: [ImageCase], state: RunState) async -> Bool {
        let queue = CaseQueue(count: cases.count, state: state)
        let workers = max(1, min(request.threads, cases.count))
        request.logger?.info("scoring", metadata: ["images": "\(cases.count)", "threads": "\(workers)"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    let worker = CaseWorker(
                        set: set, structures: structures, request: request, keepsDetails: keepsDetails)
                    while let (index, files) = places.next(queue, cases) {
                        state.finished(worker.results(of: cases[index], files))
                    }
                }
            }
        }
        return queue.isExhausted || cases.isEmpty
    }

    /// What a person should know before the first case.
    var notes: [String] {
        let structureNote = structures.note.map { [$0] } ?? []
        guard request.referencesPerCase > set.references.count else { return structureNote }
        return structureNote + [
            "the reference set has \(set.references.count) images, fewer than the "
                + "\(request.referencesPerCase) asked for: all are used"
        ]
    }
}
