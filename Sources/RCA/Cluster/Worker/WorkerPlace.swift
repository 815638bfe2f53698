package import Cases
package import Imaging

/// Where Slurm has put a process: what its environment says.
package struct WorkerPlace: Sendable, Equatable {
    /// The shard to score.
    package let shard: Shard
    /// Threads to score with; nil where Slurm says nothing.
    package let threads: Int?
    /// The task as Slurm names it, `123_4`; nil outside an array.
    ///
    /// Not by its own number: that of one task is the whole array's too, and a requeue of it would be of all tasks.
    package let task: String?
    /// How often the task was started before.
    package let restarts: Int

    /// - Throws: ``InputError`` (`option invalid`) where the environment has no shard in it.
    package init(environment: [String: String], shards: Int) throws(InputError) {
        guard let text = environment["SLURM_ARRAY_TASK_ID"] else {
            throw InputError(
                .optionInvalid, "SLURM_ARRAY_TASK_ID", "is not set: this is no task of an array",
                remedy: "start it by 'sbatch slurm/score.sbatch'; elsewhere 'rca-cli score --shard 3/16' does the same")
        }
        guard (1...Shard.most).contains(shards), let index = Int(text), (1...shards).contains(index) else {
            throw InputError(.optionInvalid, "SLURM_ARRAY_TASK_ID", "'\(text)' is not in 1 to \(shards)")
        }
        shard = Shard(index: index, count: shards)
        threads = environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        task = environment["SLURM_ARRAY_JOB_ID"].flatMap { Int($0) }.map { "\($0)_\(index)" }
        restarts = environment["SLURM_RESTART_COUNT"].flatMap { Int($0) } ?? 0
    }

    /// What is added to the words of the scoring run.
    package var options: [String] { ["--shard", shard.description] + (threads.map { ["--threads", "\($0)"] } ?? []) }
}

/// Whether a task that a signal stopped is to put itself back into the queue.
package enum RequeueDecision: Sendable, Equatable {
    case requeue
    /// Slurm is ending it, as `scancel` asks, or has queued it again itself.
    case leave(state: String)
    /// It was started so often and has done nothing more.
    case noProgress(restarts: Int)

    /// Starts that may come to nothing: a stop may fall into the second before the first entry of the journal.
    package static let idleRestarts = 3

    /// - Parameters:
    ///   - job: what Slurm says of the task.
    ///   - restarts: how often it was started before.
    ///   - hasProgressed: whether the journal has grown since it started.
    package init(job: SlurmJob, restarts: Int, hasProgressed: Bool) {
        // A task that is told to stop runs on until it does. One that is cancelled or queued again is completing.
        let isLimit = job.state == "TIMEOUT" || (job.state == "COMPLETING" && job.reason == "TimeLimit")
        guard job.state == "RUNNING" || isLimit else {
            self = .leave(state: job.state)
            return
        }
        // Every further start has to score something, so there are no more of them than cases.
        self = hasProgressed || restarts < Self.idleRestarts ? .requeue : .noProgress(restarts: restarts)
    }
}
