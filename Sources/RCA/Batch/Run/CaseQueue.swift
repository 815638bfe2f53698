import Imaging
import Reporting
import Synchronization

/// What the workers of a run share: the next case, the results, and whether to stop.
final class CaseQueue: Sendable {
    /// Failures shown as they come; a wrong folder would fill a log with a line for every file.
    private static let shownFailures = 20

    private let count: Int
    private let stopsAtFirstFailure: Bool
    private let progress: ProgressReporter
    private let nextIndex = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)
    private let collected = Mutex<[MaskResult]>([])

    init(count: Int, stopsAtFirstFailure: Bool, progress: ProgressReporter) {
        self.count = count
        self.stopsAtFirstFailure = stopsAtFirstFailure
        self.progress = progress
    }

    /// The position of a case that no one has taken, or nil where there is none or the run is to stop.
    func next() -> Int? {
        guard !hasFailedFast, !InterruptSignal.isReceived else { return nil }
        let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    /// Takes the results of a case.
    func finished(_ results: [MaskResult]) {
        collected.withLock { $0 += results }
        for result in results {
            switch result.outcome {
            case .success: progress.caseFinished()
            case .failure(let error): failed(error)
            }
        }
    }

    /// Counts a case that has no score.
    func failed(_ error: InputError) {
        let earlier = failures.wrappingAdd(1, ordering: .relaxed).oldValue
        progress.caseFinished(failure: earlier < Self.shownFailures ? error.description : "")
        if earlier == Self.shownFailures { progress.note("more failed; the result lists them all") }
    }

    /// In the order in which they were finished.
    var results: [MaskResult] { collected.withLock { $0 } }

    /// How the run ended, once every worker is done. A signal that came when all cases were taken stopped nothing.
    var ending: RunRecord.Ending {
        if nextIndex.load(ordering: .relaxed) >= count { return .complete }
        return InterruptSignal.isReceived ? .stoppedBySignal : hasFailedFast ? .stoppedAtFailure : .complete
    }

    private var hasFailedFast: Bool { stopsAtFirstFailure && failures.load(ordering: .relaxed) > 0 }
}
