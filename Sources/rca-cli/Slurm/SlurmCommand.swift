import ArgumentParser

/// `rca-cli slurm`: a scoring run as an array of jobs on a cluster.
struct SlurmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm",
        abstract: "Runs 'score' on a Slurm cluster: submits it in shards, shows how far it is, resubmits.",
        discussion: """
            For a run that is too much for one machine. It is divided into shards, a job for each; when all are \
            complete, a last job merges what they did into the tables that one machine would have written, to the byte.
              rca-cli slurm submit --shards 64 --time 2:00:00 --cpus-per-task 4 -- score \\
                --images IMAGES --masks MASKS --reference reference.rcaref --output scores
              rca-cli slurm status scores
              rca-cli slurm resubmit scores

            Jobs may be stopped, requeued or lost at any time: what is done is in the journal, and the next start \
            goes on there. Images, masks, reference, output and this program have to be where every node sees them.
            More: docs/cluster.md.
            """,
        subcommands: [
            SlurmSubmitCommand.self, SlurmStatusCommand.self, SlurmResubmitCommand.self, SlurmWorkerCommand.self,
        ])
}
