import ArgumentParser
import Cluster
import RCA

/// `rca-cli slurm submit`: parsing only; the work is ``SlurmSubmitter``'s.
struct SlurmSubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submits a scoring run as a job array, followed by a job that merges the results.",
        usage: "rca-cli slurm submit [<options>] -- score <options of score>",
        discussion: """
            Writes two readable scripts, slurm/score.sbatch and slurm/merge.sbatch, into the output folder of the \
            scoring run, submits both, and prints the job numbers. Logs go to slurm/logs. Before that, it checks \
            options, folders, references, calibration and output as 'score' does, and refuses at once what would \
            fail in every job.

            Each job scores its shard with as many threads as it has processors. Before its time limit it stops, \
            queues itself again and resumes later, as often as needed. The merge runs when all shards are complete. \
            If a job fails, read its log, fix the cause, and run 'rca-cli slurm resubmit'.
            """)

    @Option(
        help: ArgumentHelp(
            "Jobs that share the work: two to four times as many as will run at the same time.", valueName: "count"))
    var shards = 16

    @Option(help: ArgumentHelp("Partition of the cluster (default: the cluster's own default).", valueName: "name"))
    var partition: String?

    @Option(
        help: ArgumentHelp(
            "Time limit of each job, for example 2:00:00, or in minutes (default: the partition's).", valueName: "time")
    )
    var time: String?

    @Option(help: ArgumentHelp("Processors, and therefore threads, of each job.", valueName: "count"))
    var cpusPerTask = 1

    @Option(help: ArgumentHelp("Memory of each job, for example 2G (default: the cluster's).", valueName: "size"))
    var mem: String?

    @Option(
        help: ArgumentHelp("How long before its time limit a job stops and queues itself again.", valueName: "seconds"))
    var stopBefore = 60

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Any other option of sbatch, for example --sbatch-option --account=lab. May be given several times.",
            valueName: "option"))
    var sbatchOption: [String] = []

    @Flag(help: "Print the scripts and the commands; write and submit nothing.")
    var dryRun = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("'score' and its options, without --shard and --threads.", valueName: "score"))
    var score: [String] = []

    func run() async throws {
        let request = try await CommandFailure.reporting { () throws(InputError) in try await batchRequest() }
        let submitter = SlurmSubmitter(output: request.output)
        guard !dryRun else { return try Console.output(submitter.preview(request)) }
        let jobs = try await CommandFailure.reporting { () throws(InputError) in try await submitter.submit(request) }
        try SlurmJobsText.print(jobs, output: request.output)
    }

    private func batchRequest() async throws(InputError) -> BatchRequest {
        let line = try ScoreLine(score)
        var request = BatchRequest(
            output: line.output, program: ScoreLine.program, score: line.words, shards: shards)
        request.partition = partition
        request.time = time
        request.cpusPerTask = cpusPerTask
        request.memory = mem
        request.stopBefore = stopBefore
        for text in sbatchOption { request.options.append(try BatchOption(text)) }
        try request.check()
        try await line.check(shards: shards)
        return request
    }
}
