import ArgumentParser
import Checks
import RCA
import Tables

/// `rca-cli doctor`: parsing and printing only; the work is ``Doctor``'s.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks whether the program runs on this machine and computes correctly.",
        discussion: """
            Checks the processor, the libraries, threads, memory limits and scratch space, and scores masks of a \
            drawn radiograph whose scores are known. Takes about a second. Run it first on a new machine, and on one \
            node of each kind in a cluster.

            Ends with exit code 1 if something is wrong; its line says what, and how to fix it.
            """)

    @Option(
        help: ArgumentHelp(
            "Folder for results: checks whether there is room and whether it can be written to.", valueName: "folder"),
        completion: .directory
    )
    var output: String?

    @Flag(help: "Print only problems and notes.")
    var quiet = false

    func run() async throws {
        let findings = await Doctor(folder: output).run()
        var table = TextTable(columns: [("check", .left), ("state", .left), ("found", .left)])
        for finding in findings where !quiet || finding.verdict != .well {
            table.append([finding.subject, finding.verdict.rawValue, finding.detail])
        }
        let wrong = findings.filter { $0.verdict == .wrong }
        if !quiet || wrong.count + findings.filter({ $0.verdict == .note }).count > 0 {
            try Console.output(table.text)
        }
        for finding in findings where finding.verdict != .well {
            if let remedy = finding.remedy {
                Console.error("rca-cli: \(finding.subject): \(finding.detail); \(remedy)")
            }
        }
        guard wrong.isEmpty else { CommandFailure.endAtOnce(CommandFailure.checkFailed) }
    }
}
