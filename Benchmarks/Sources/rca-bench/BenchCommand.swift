import ArgumentParser
import Machine
import RCA

/// `rca-bench`: measures the engine and the whole program, and prints one table with the bars that the project
/// sets itself.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rca-bench",
        abstract: "Measures the engine and the whole program against the project's bars.",
        subcommands: [MeasureCommand.self, DecodeCommand.self, ArchiveBenchCommand.self],
        defaultSubcommand: MeasureCommand.self)

    static func main() async {
        LibraryThreads.end()
        await main(nil)
    }
}

struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Runs every measurement and prints the table.")

    @Option(help: ArgumentHelp("The program to measure.", valueName: "file"))
    var rcaCli = "../.build/release/rca-cli"

    @Option(
        help: ArgumentHelp(
            "Folder with jsrt/dev and jsrt/reference; where it is not there, phantoms are drawn.", valueName: "folder"))
    var data = "../../shared"

    @Option(help: ArgumentHelp("Folder for everything that is made on the way.", valueName: "folder"))
    var work = ".build/bench-work"

    @Option(help: ArgumentHelp("Times that each end-to-end run is repeated.", valueName: "count"))
    var rounds = 5

    @Option(help: ArgumentHelp("Threads of the end-to-end runs.", valueName: "count"))
    var threads = 2

    @Flag(help: "Only the engine, not the end-to-end runs.")
    var engineOnly = false

    func validate() throws {
        guard rounds >= 1, threads >= 1 else { throw ValidationError("--rounds and --threads are 1 or more") }
    }

    func run() async throws {
        var report = BarReport()
        Say.line("engine: a minute")
        try await EngineMeasurement.run(program: rcaCli, work: work, into: &report)
        if !engineOnly {
            let throughput = Throughput(
                program: rcaCli, data: data, work: work, rounds: rounds, threads: threads)
            try await throughput.run(into: &report)
        }
        print(report.text)
    }
}
