import ArgumentParser
import Cluster
import Foundation
import RCA

/// `rca-cli slurm resubmit`: parsing only; the work is ``ResubmissionPlan``'s and ``SlurmSubmitter``'s.
struct SlurmResubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resubmit",
        abstract: "Resubmits the shards that are neither complete nor in the queue.",
        discussion: """
            For jobs that failed or were cancelled: fix what their logs (slurm/logs) complain of, then run this. It \
            uses the scripts in slurm/, which you may change first, for example to request more memory. A new merge \
            job waits for the new jobs and for those still in the queue; an old one that can no longer run is \
            cancelled.
            """)

    @Argument(help: ArgumentHelp("The run's output folder.", valueName: "output"))
    var output: String

    func run() async throws {
        let output = AbsolutePaths.path(output, in: FileManager.default.currentDirectoryPath)
        let jobs: SlurmSubmission.Jobs? = try await CommandFailure.reporting { () throws(InputError) in
            let folder = SlurmFolder(output: output)
            let submission = try SlurmSubmission(folder: folder)
            let overview = try await ShardOverview.read(output: output, submission: submission, needsSlurm: true)
            let plan = ResubmissionPlan(overview, merged: folder.merged)
            guard !plan.isEmpty else { return nil }
            return try await SlurmSubmitter(output: output).resubmit(plan, in: submission)
        }
        guard let jobs else { return Console.error("nothing to do: every shard is complete or in the queue") }
        try SlurmJobsText.print(jobs, output: output)
    }
}
