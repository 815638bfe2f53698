import Cases
import Imaging
import Journal
import Machine

/// A task of the array: scores its shard, and queues itself again where it was stopped in time.
package struct SlurmWorker: Sendable {
    private let place: WorkerPlace
    private let output: String

    /// - Parameter output: the run's output folder.
    package init(_ place: WorkerPlace, output: String) {
        self.place = place
        self.output = output
    }

    /// Runs `score`, which gives its exit code.
    ///
    /// - Returns: zero where the shard is complete, its failed cases with it; else another code.
    package func run(say: (String) -> Void, score: () async throws -> Int32) async throws -> Int32 {
        let code = try await score()
        let state = try JournalFolder(output: output).state(of: place.shard)
        if let state, state.isComplete {
            if state.failed > 0 {
                say("shard \(place.shard) is complete; \(state.failed) of its cases failed, the merge lists them")
            }
            return 0
        }
        guard code == InterruptSignal.exitCode, let task = place.task else { return max(1, code) }
        do throws(InputError) {
            try await requeue(task, hasProgressed: (state?.doneSinceStart ?? 0) > 0, say: say)
        } catch {
            say("rca-cli: the task cannot queue itself again: \(error.description)")
        }
        return code
    }

    private func requeue(_ task: String, hasProgressed: Bool, say: (String) -> Void) async throws(InputError) {
        guard let job = try await SlurmQueue.show(task).first else { return }
        switch RequeueDecision(job: job, restarts: place.restarts, hasProgressed: hasProgressed) {
        case .requeue:
            say("stopped in time: the task queues itself again, and will go on where it is")
            try await SlurmQueue.requeue(task)
        case .leave(let state):
            say("stopped; Slurm has the task as \(state)")
        case .noProgress(let restarts):
            say("not queued again: \(restarts + 1) starts, and this one scored nothing; allow the jobs more time")
        }
    }
}

extension JournalFolder {
    /// How far a shard is; nil where it has no journal.
    func state(of shard: Shard) throws(InputError) -> ShardState? {
        do throws(InputError) {
            guard try found().contains(shard) else { return nil }
        } catch  where error.code == .fileMissing {
            return nil
        }
        return try ShardState(shard, journal: JournalFile(path: journal(shard)))
    }
}
