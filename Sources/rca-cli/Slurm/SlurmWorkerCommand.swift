import ArgumentParser
import Cluster
import Foundation
import RCA

/// `rca-cli slurm worker`: what a task of the array runs; parsing only, the work is ``SlurmWorker``'s.
struct SlurmWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Runs in each job: scores the shard that Slurm gave it. You need not call it.",
        usage: "rca-cli slurm worker --shards <count> -- score <options of score>",
        discussion: """
            Takes the shard from SLURM_ARRAY_TASK_ID and the number of threads from SLURM_CPUS_PER_TASK. If it is \
            told to stop (SIGTERM) while Slurm would let it run on, it stops and queues itself again, but not for \
            ever: from the fourth start on, each start has to score something. Ends with exit code 0 if the shard is \
            complete, even if some of its cases failed.
            """)

    @Option(help: ArgumentHelp("How many shards the run has.", valueName: "count"))
    var shards: Int

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("'score' and its options, without --shard and --threads.", valueName: "score"))
    var score: [String] = []

    func run() async throws {
        let (place, command) = try await CommandFailure.reporting { () throws(InputError) in
            let place = try WorkerPlace(environment: ProcessInfo.processInfo.environment, shards: shards)
            return (place, try ScoreLine.parse(score, adding: place.options))
        }
        let code = try await SlurmWorker(place, output: command.output).run(say: Console.error) {
            do {
                try await command.run()
                return 0
            } catch let code as ExitCode {
                return code.rawValue
            }
        }
        throw ExitCode(code)
    }
}
