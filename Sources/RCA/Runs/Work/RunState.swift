import Cases
package import Files
package import Journal
import Logging
package import Machine
import Reporting
import Synchronization

/// How a run goes: what is counted and shown, where results go, and what stops it.
package final class RunState: Sendable {
    /// Failures shown as they come; a wrong folder would fill a log with a line for every file.
    private static let shownFailures = 20

    private let stopsAtFirstFailure: Bool
    private let progress: ProgressReporter
    private let sink: @Sendable (JournalEntry) throws(InputError) -> Void
    private let failures = Atomic<Int>(0)
    private let isBroken = Atomic<Bool>(false)
    private let brokenBy = Mutex<InputError?>(nil)

    /// - Parameter sink: takes what became of a mask. Where it throws, the run stops.
    package init(
        stopsAtFirstFailure: Bool, progress: ProgressReporter,
        sink: @escaping @Sendable (JournalEntry) throws(InputError) -> Void
    ) {
        self.stopsAtFirstFailure = stopsAtFirstFailure
        self.progress = progress
        self.sink = sink
    }

    /// Takes what became of a case's masks.
    func finished(_ entries: [JournalEntry]) {
        do throws(InputError) {
            for entry in entries { try sink(entry) }
        } catch {
            return broke(error)
        }
        for entry in entries {
            switch entry.outcome {
            case .scored: progress.caseFinished()
            case .failed(let error): failed(error)
            }
        }
    }

    /// Counts a case that has no result.
    func failed(_ error: InputError) {
        let earlier = failures.wrappingAdd(1, ordering: .relaxed).oldValue
        progress.caseFinished(failure: earlier < Self.shownFailures ? error.description : "")
        if earlier == Self.shownFailures { progress.note("more failed; the result lists them all") }
    }

    /// A result or the journal cannot be written: there is no use in going on.
    func broke(_ error: InputError) {
        brokenBy.withLock { $0 = $0 ?? error }
        isBroken.store(true, ordering: .relaxed)
    }

    /// Whether the workers are to take no further case.
    var isStopping: Bool { hasFailedFast || isInterrupted || isBroken.load(ordering: .relaxed) }

    /// By a signal, or by whoever cancelled the task that the run is part of.
    private var isInterrupted: Bool { InterruptSignal.isReceived || Task.isCancelled }

    /// Why the run cannot go on.
    package var failure: InputError? { brokenBy.withLock { $0 } }

    /// Why a run that has cases left ends.
    var reasonToStop: RunRecord.Ending {
        isInterrupted ? .stoppedBySignal : hasFailedFast ? .stoppedAtFailure : .complete
    }

    private var hasFailedFast: Bool { stopsAtFirstFailure && failures.load(ordering: .relaxed) > 0 }
}

/// What the workers of a run share: the next case.
private final class CaseQueue: Sendable {
    private let count: Int
    private let state: RunState
    private let nextIndex = Atomic<Int>(0)

    init(count: Int, state: RunState) {
        self.count = count
        self.state = state
    }

    /// The position of a case that no one has taken, or nil where there is none or the run is to stop.
    func next() -> Int? {
        guard !state.isStopping else { return nil }
        let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    /// Whether a worker has taken every case. A signal that comes later stops nothing.
    var isExhausted: Bool { nextIndex.load(ordering: .relaxed) >= count }
}

/// Works cases off on a few workers.
enum WorkerPool {
    /// Hands what became of every case to `state`, in the order in which they are finished.
    ///
    /// - Parameters:
    ///   - activity: what is being done, for the log.
    ///   - worker: makes one for each thread.
    /// - Returns: whether no case is left.
    static func run<Worker: CaseWorker>(
        _ items: [Worker.Item], _ activity: String, threads: Int, places: FileSources, state: RunState, logger: Logger?,
        worker: @escaping @Sendable () throws(InputError) -> Worker
    ) async -> Bool where Worker.Item: FileHolding & Sendable {
        let queue = CaseQueue(count: items.count, state: state)
        let workers = max(1, min(threads, items.count))
        logger?.info("\(activity)", metadata: ["images": "\(items.count)", "threads": "\(workers)"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    do throws(InputError) {
                        let worker = try worker()
                        while let (index, files) = places.next(items, position: queue.next) {
                            state.finished(try worker.entries(of: items[index], files))
                        }
                    } catch {
                        state.broke(error)
                    }
                }
            }
        }
        return queue.isExhausted || items.isEmpty
    }
}
