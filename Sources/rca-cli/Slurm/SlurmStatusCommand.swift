import ArgumentParser
import Cluster
import Foundation
import RCA

/// `rca-cli slurm status`: parsing only; the work is ``ShardOverview``'s.
struct SlurmStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows the progress of each shard of a run.",
        discussion: """
            The journals give the cases done and failed, the rate and the time left; Slurm gives the state of the \
            jobs. If Slurm does not answer, the command shows the journals alone, with a note on standard error. So \
            it also works for shards that were started in another way.
            """)

    @Argument(help: ArgumentHelp("The run's output folder.", valueName: "output"))
    var output: String

    @Option(help: ArgumentHelp("Format of the result on standard output.", valueName: "format"))
    var format = OutputFormat.text

    func run() async throws {
        let overview = try await CommandFailure.reporting { () throws(InputError) in
            let output = AbsolutePaths.path(output, in: FileManager.default.currentDirectoryPath)
            let folder = SlurmFolder(output: output)
            return try await ShardOverview.read(
                output: output, submission: folder.isSubmitted ? try SlurmSubmission(folder: folder) : nil,
                needsSlurm: false)
        }
        switch format {
        case .text: try Console.output(overview.text)
        case .json: try Console.output(overview.document.json)
        case .csv: try Console.output(overview.csv)
        }
        if let note = overview.note { Console.error("rca-cli: \(note)") }
    }
}
