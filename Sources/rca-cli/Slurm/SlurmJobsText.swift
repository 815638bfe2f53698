import Cluster
import RCA

/// What is said of jobs that were submitted.
enum SlurmJobsText {
    /// Their numbers on standard output, the rest on standard error.
    static func print(_ jobs: SlurmSubmission.Jobs, output: String) throws {
        if let array = jobs.array { try Console.output("array \(array)\n") }
        if let merge = jobs.merge { try Console.output("merge \(merge)\n") }
        let merge = jobs.merge.map(String.init) ?? "none"
        if let array = jobs.array {
            Console.error("submitted: shards \(jobs.shards) as job \(array), the merge after them as job \(merge)")
        } else {
            Console.error("submitted: the merge alone, as job \(merge); no shard has to be")
        }
        Console.error("follow them by: \(ShellWord.line(["rca-cli", "slurm", "status", output]))")
    }
}
