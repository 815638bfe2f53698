import Archives
import ArgumentParser
import Machine
import RCA
import Tables

/// `rca-cli archive index`: reads an archive once and keeps where everything is.
struct ArchiveIndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Writes an archive's index, which 'score' finds beside the archive.",
        discussion: """
            Reads the archive once, to its end, and so also checks that it is complete: if a part is missing or \
            damaged, the command names it and writes no index. It ignores links, devices and names that lead out of \
            the archive, with a warning. An index fits one archive only; make it again when the archive changes.

            For a .tar.gz, the index has a restart point about every 4 MiB, where unpacking can begin. A .tar and a \
            .zip need none. A .tar.zst or .tar.xz has none: each reader starts from the beginning.
            """)

    @OptionGroup var input: ArchiveArguments

    @Option(
        help: ArgumentHelp("The index to write (default: NAME.rcaindex beside the archive).", valueName: "file"),
        completion: .file())
    var output: String?

    @OptionGroup var overwriting: OverwriteOption

    func run() async throws {
        let damage = try await CommandFailure.reporting { () throws(InputError) -> InputError? in
            let archive = try input.archive()
            let path = output ?? archive.indexPath
            let outputs = OutputGuard(
                "archive index", inputs: try input.paths(), overwrites: overwriting.overwrite, readsIndexes: false
            ).forFile(path)
            try outputs.check(path)
            let stopwatch = Stopwatch()
            let index = try ArchiveIndex(of: archive)
            let seconds = stopwatch.seconds
            for warning in index.skipped.warnings(archive: archive.name) { Console.error("rca-cli: \(warning)") }
            for refusal in index.refused.prefix(SkippedEntries.shown) { Console.error("rca-cli: \(refusal.error)") }
            if let damage = index.damage { return damage }
            let bytes = try index.encoded()
            try outputs.write(bytes, to: path)
            Console.error(
                "\(path): \(index.count) files of \(archive.name) (\(index.form)); \(bytes.count) bytes, read in "
                    + "\(DecimalText.threeDigits(seconds)) s")
            return nil
        }
        if let damage {
            Console.error("rca-cli: \(damage.description)")
            throw CommandFailure.casesFailed
        }
    }
}
