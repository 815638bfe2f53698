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
