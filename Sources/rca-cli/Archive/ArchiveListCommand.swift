import ArgumentParser
import RCA
import Tables

/// `rca-cli archive list`: the files of an archive as a table.
struct ArchiveListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints the names and sizes of an archive's files as CSV, in archive order.",
        discussion: "Reads the index beside the archive or, if there is none, the archive itself.")

    @OptionGroup var input: ArchiveArguments

    func run() async throws {
        let (archive, index) = try await CommandFailure.reporting { () throws(InputError) in
            let archive = try input.archive()
            return (archive, try archive.index())
        }
        var table = CSVWriter(header: ["name", "bytes"])
        for position in 0..<index.count {
            table.append(index.name(at: position))
            table.append(String(index.bytes(at: position)))
            table.endRow()
        }
        for warning in index.skipped.warnings(archive: archive.name) { Console.error("rca-cli: \(warning)") }
        for refusal in index.refused { Console.error("rca-cli: \(refusal.error)") }
        try Console.output(String(decoding: table.bytes, as: UTF8.self))
        if let damage = index.damage {
            Console.error("rca-cli: \(damage.description)")
            throw CommandFailure.casesFailed
        }
    }
}
