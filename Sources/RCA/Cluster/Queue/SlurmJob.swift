/// What Slurm says of a job, or of one task of an array of jobs.
package struct SlurmJob: Sendable, Equatable {
    /// The job's number; for a task the array's.
    package var job: Int
    /// The task's place in the array; nil for a job that is no array.
    package var task: Int?
    /// `RUNNING`, `PENDING`, `COMPLETED`, …
    package var state: String
    /// Why it is not running, or why it ended; empty where there is nothing to say.
    package var reason: String
    /// The node that it runs or ran on; empty before.
    package var node: String

    package init(job: Int, task: Int? = nil, state: String, reason: String = "", node: String = "") {
        self.job = job
        self.task = task
        self.state = state
        self.reason = Self.absent.contains(reason) ? "" : reason
        self.node = Self.absent.contains(node) ? "" : node
    }

    /// As `scancel` and dependencies name it.
    package var name: String { task.map { "\(job)_\($0)" } ?? "\(job)" }

    /// Whether it runs, or is still going to.
    package var isActive: Bool { !Self.ended.contains(state) && reason != Self.neverSatisfied }

    /// Whether it waits for what can never come, and stays in the queue all the same.
    package var isStuck: Bool { !Self.ended.contains(state) && reason == Self.neverSatisfied }

    private static let neverSatisfied = "DependencyNeverSatisfied"
    private static let absent: Set<String> = ["None", "(null)", "N/A"]
    private static let ended: Set<String> = [
        "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED",
        "REVOKED", "TIMEOUT",
    ]
}
