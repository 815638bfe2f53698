import ArgumentParser
import RCA

/// `rca-cli merge`: parsing only; the work is ``MergeRun``'s.
struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Makes the tables of a run that was divided into shards.",
        discussion: """
            Several machines, or several jobs of a cluster, each do one shard of 'score', 'segment', 'audit' or \
            'screen', into the same output folder:

              rca-cli score … --output scores --shard 1/2
              rca-cli score … --output scores --shard 2/2
              rca-cli merge scores

            The tables are the same, byte for byte, as those of an undivided run. If shards are missing or \
            incomplete, or were made with other settings or another reference set, the command names them, writes \
            nothing and ends with exit code 1.
            """)

    @Argument(help: ArgumentHelp("The output folder of the shards.", valueName: "folder"), completion: .directory)
    var output: String

    @Flag(help: "Make tables of what there is even if shards are missing; the exit code is still 1.")
    var allowIncomplete = false

    @Flag(help: "Print no summary; problems are still printed.")
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
