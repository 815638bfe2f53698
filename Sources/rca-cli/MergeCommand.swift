import ArgumentParser
import RCA

/// `rca-cli merge`: parsing only; the work is ``MergeRun``'s.
struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Makes the tables of a run that was scored in parts.",
        discussion: """
            Several machines, or several jobs of a cluster, score a part each into one output folder:

              rca-cli score … --output scores --shard 1/2
              rca-cli score … --output scores --shard 2/2
              rca-cli merge scores

            The tables are the same, byte for byte, as those of an undivided run. Parts that are missing or not \
            complete, or were scored with other settings or another reference set, are named, nothing is written, \
            and the exit code is 1.
            """)

    @Argument(help: ArgumentHelp("The output folder of the parts.", valueName: "folder"), completion: .directory)
    var output: String

    @Flag(help: "Make tables of what there is, though parts are missing; the exit code stays 1.")
    var allowIncomplete = false

    @Flag(help: "No summary; what is wrong is still printed.")
    var quiet = false

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            try MergeRun(output: output, allowsIncomplete: allowIncomplete, command: CommandLine.arguments).run()
        }
        for problem in outcome.problems { Console.error("rca-cli: \(problem)") }
        if let scoring = outcome.scoring {
            RunSummary(scoring, of: .scoring, isQuiet: quiet).print()
            if outcome.problems.isEmpty && !scoring.isComplete { throw CommandFailure.casesFailed }
        } else {
            Console.error("nothing is written; --allow-incomplete makes tables of what there is")
        }
        if !outcome.problems.isEmpty { throw CommandFailure.checkFailed }
    }
}
