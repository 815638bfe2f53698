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
