import RCA

/// What is said of jobs that were submitted.
enum SlurmJobsText {
    /// Their numbers on standard output, the rest on standard error.
    static func print(_ jobs: SlurmSubmission.Jobs, output: String) throws {
        if let array = jobs.array { try Console.output("array \(array)\n") }
        if let merge = jobs.merge { try Console.output("merge \(merge)\n") }
        if let array = jobs.array {
            Console.error(
                "shards \(jobs.shards) are submitted as job \(array), the merge after them as \(jobs.merge ?? 0)")
        } else {
            Console.error("no shard has to be submitted; the merge is, as job \(jobs.merge ?? 0)")
        }
        Console.error("follow them by: \(ShellWord.line(["rca-cli", "slurm", "status", output]))")
    }
}
