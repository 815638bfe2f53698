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

extension SlurmJob {
    /// The format that ``parse(squeue:)`` reads.
    static let queueFormat = "%F|%K|%T|%r|%N"

    /// Reads what `squeue --noheader` prints in ``queueFormat``; lines of other kinds are passed over.
    ///
    /// Tasks that Slurm holds together as a range are taken apart.
    package static func parse(squeue text: String) -> [SlurmJob] {
        text.split(separator: "\n").flatMap { line -> [SlurmJob] in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, let job = Int(fields[0]) else { return [] }
            return jobs(job, tasks: fields[1], state: fields[2], reason: fields[3], node: fields[4])
        }
    }

    /// Reads what `scontrol --oneliner show job` prints.
    ///
    /// A path with a line break in it tears a line in two; what counts stands before the first path.
    package static func parse(scontrol text: String) -> [SlurmJob] {
        text.split(separator: "\n").flatMap { line -> [SlurmJob] in
            guard line.hasPrefix("JobId=") else { return [] }
            var values: [Substring: String] = [:]
            for field in line.split(separator: " ") {
                guard let end = field.firstIndex(of: "="), values[field[..<end]] == nil else { continue }
                values[field[..<end]] = String(field[field.index(after: end)...])
            }
            guard let job = (values["ArrayJobId"] ?? values["JobId"]).flatMap({ Int($0) }),
                let state = values["JobState"]
            else { return [] }
            return jobs(
                job, tasks: values["ArrayTaskId"] ?? "N/A", state: state, reason: values["Reason"] ?? "",
                node: values["NodeList"] ?? "")
        }
    }

    private static func jobs(_ job: Int, tasks: String, state: String, reason: String, node: String) -> [SlurmJob] {
        // N/A for a job that is no array.
        guard let numbers = TaskRanges.parse(tasks) else {
            return [SlurmJob(job: job, state: state, reason: reason, node: node)]
        }
        return numbers.map { SlurmJob(job: job, task: $0, state: state, reason: reason, node: node) }
    }
}

/// What Slurm's programs say when they fail.
package enum SlurmMessage {
    /// Their lines as one, without the program's name before each.
    package static func line(_ text: String, of program: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            for prefix in ["\(program): error: ", "\(program): fatal: ", "\(program): "] where line.hasPrefix(prefix) {
                return String(line.dropFirst(prefix.count))
            }
            return String(line)
        }
        return lines.isEmpty ? "failed and did not say why" : lines.joined(separator: "; ")
    }

    /// Whether it means that a job is so old that Slurm has forgotten it.
    static func isUnknownJob(_ text: String) -> Bool { text.contains("Invalid job id") }
}
