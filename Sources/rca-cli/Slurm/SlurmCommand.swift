import ArgumentParser

/// `rca-cli slurm`: a scoring run as an array of jobs on a cluster.
struct SlurmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm",
        abstract: "Runs 'score' on a Slurm cluster: submits it in shards, shows its progress, resubmits.",
        discussion: """
            For a run that is too much for one machine. The run is divided into shards, with one job for each. When \
            all are complete, a last job merges their results into the tables that one machine would have written, \
            to the byte.
              rca-cli slurm submit --shards 64 --time 2:00:00 --cpus-per-task 4 -- score \\
                --images IMAGES --masks MASKS --reference reference.rcaref --output scores
              rca-cli slurm status scores
              rca-cli slurm resubmit scores

            Jobs may be stopped, requeued or lost at any time: finished work is in the journal, and the next start \
            resumes there. Images, masks, reference, output and this program must be where every node sees them.
            More: docs/cluster.md.
            """,
        subcommands: [
            SlurmSubmitCommand.self, SlurmStatusCommand.self, SlurmResubmitCommand.self, SlurmWorkerCommand.self,
        ])
}
