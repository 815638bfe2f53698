import Imaging
import Journal
import Machine
import Synchronization

/// What the workers of a segmentation run share.
final class SegmentationState: Sendable {
    /// What is counted, shown, and stops the run.
    let run: RunState
    private let writer: JournalWriter
    private let progress: ProgressReporter
    private let hasBroken = Atomic<Bool>(false)
    private let brokenBy = Mutex<InputError?>(nil)

    init(writer: JournalWriter, progress: ProgressReporter, stopsAtFirstFailure: Bool) {
        self.writer = writer
        self.progress = progress
        run = RunState(stopsAtFirstFailure: stopsAtFirstFailure, progress: progress) { _ in }
    }

    /// Takes what became of an image.
    func finished(_ entry: JournalEntry) {
        do throws(InputError) {
            try writer.append(JournalRecord.entry(entry))
        } catch {
            return broke(error)
        }
        switch entry.outcome {
        case .scored: progress.caseFinished()
        case .failed(let error): run.failed(error)
        }
    }

    /// A result or the journal cannot be written: there is no use in going on.
    func broke(_ error: InputError) {
        brokenBy.withLock { $0 = $0 ?? error }
        hasBroken.store(true, ordering: .relaxed)
    }

    var failure: InputError? { brokenBy.withLock { $0 } }
    var isBroken: Bool { hasBroken.load(ordering: .relaxed) }
}
