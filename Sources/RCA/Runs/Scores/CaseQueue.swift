package import Imaging
package import Machine
package import Reporting
import Synchronization

/// What the workers of a run share: the next case, and what becomes of the results.
package final class CaseQueue: Sendable {
    private let count: Int
    private let state: RunState
    private let nextIndex = Atomic<Int>(0)

    package init(count: Int, state: RunState) {
        self.count = count
        self.state = state
    }

    /// The position of a case that no one has taken, or nil where there is none or the run is to stop.
    package func next() -> Int? {
        guard !state.isStopping else { return nil }
        let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    /// Whether a worker has taken every case. A signal that comes later stops nothing.
    package var isExhausted: Bool { nextIndex.load(ordering: .relaxed) >= count }
}

/// How a run goes: what is counted and shown, where results go, and what stops it.
package final class RunState: Sendable {
    /// Failures shown as they come; a wrong folder would fill a log with a line for every file.
    private static let shownFailures = 20

    private let stopsAtFirstFailure: Bool
    private let progress: ProgressReporter
    private let sink: @Sendable ([MaskResult]) throws(InputError) -> Void
    private let failures = Atomic<Int>(0)
    private let isBroken = Atomic<Bool>(false)
    private let sinkFailure = Mutex<InputError?>(nil)

    /// - Parameter sink: takes the results of a case. Where it throws, the run stops.
    package init(
        stopsAtFirstFailure: Bool, progress: ProgressReporter,
        sink: @escaping @Sendable ([MaskResult]) throws(InputError) -> Void
    ) {
        self.stopsAtFirstFailure = stopsAtFirstFailure
        self.progress = progress
        self.sink = sink
    }

    /// Takes the results of a case.
    package func finished(_ results: [MaskResult]) {
        do throws(InputError) {
            try sink(results)
        } catch {
            sinkFailure.withLock { $0 = $0 ?? error }
            isBroken.store(true, ordering: .relaxed)
            return
        }
        for result in results {
            switch result.outcome {
            case .success: progress.caseFinished()
            case .failure(let error): failed(error)
            }
        }
    }

    /// Counts a case that has no score.
    package func failed(_ error: InputError) {
        let earlier = failures.wrappingAdd(1, ordering: .relaxed).oldValue
        progress.caseFinished(failure: earlier < Self.shownFailures ? error.description : "")
        if earlier == Self.shownFailures { progress.note("more failed; the result lists them all") }
    }

    /// Whether the workers are to take no further case.
    package var isStopping: Bool { hasFailedFast || InterruptSignal.isReceived || isBroken.load(ordering: .relaxed) }

    /// Why the results could not be taken any more.
    package var failure: InputError? { sinkFailure.withLock { $0 } }

    /// Why a run that has cases left ends.
    package var reasonToStop: RunRecord.Ending {
        InterruptSignal.isReceived ? .stoppedBySignal : hasFailedFast ? .stoppedAtFailure : .complete
    }

    private var hasFailedFast: Bool { stopsAtFirstFailure && failures.load(ordering: .relaxed) > 0 }
}
