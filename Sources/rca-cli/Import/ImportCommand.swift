import ArgumentParser
import DataSets
import RCA

/// `rca-cli reference import`: references of a data set as it was downloaded.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes references from a data set as it was downloaded.",
        discussion: """
            Reads the images and outlines of a known data set, or your own, and checks them. Writes images/, \
            labels/, left_out.csv (what was left out, and why) and README.md (where the data came from) into the \
            output folder, ready for 'rca-cli reference build'. The data sets have their own terms: read them at the \
            source.

            Exit codes: 0 all well, 2 some cases were left out because something is wrong with them (they are \
            listed; the rest was imported).
            """,
        subcommands: [
            JSRTImportCommand.self, MontgomeryImportCommand.self, ShenzhenImportCommand.self,
            CheXmaskImportCommand.self, FolderImportCommand.self, LandmarkImportCommand.self,
        ])
}

/// What every import has.
struct ImportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("New folder for the references.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Largest length of the longer side of the images written, in pixels. Nothing is enlarged.",
            valueName: "pixels"))
    var size = 512

    @OptionGroup var workers: ThreadsOption

    func validate() throws {
        guard (32...4096).contains(size) else { throw ValidationError("--size is 32 to 4096") }
    }

    /// Imports, and says what came of it.
    func run(
        _ source: ImportRequest.Source, structures: String, ignoring ignored: String? = nil,
        suffixes: [String] = [],
        change: (inout ImportRequest) -> Void = { _ in }
    ) async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            var request = ImportRequest(
                source, structures: try Structure.parseList(structures).ignoring(ignored), output: output)
            request.size = size
            if let threads = workers.threads { request.threads = threads }
            if !suffixes.isEmpty { request.suffixes = suffixes }
            request.command = CommandLine.arguments
            change(&request)
            return try await ReferenceImport(request).run()
        }
        for note in outcome.notes { Console.error(note) }
        let failures = outcome.failures
        for entry in failures { Console.error("left out \(entry.id): \(entry.problem)") }
        let other = outcome.leftOut.count - failures.count
        if other > 0 { Console.error("left out \(other) more that were not asked for, or are not in the data set") }
        Console.error(
            "\(output): \(outcome.imported) references, \(structures); left_out.csv has \(outcome.leftOut.count)")
        if !failures.isEmpty { throw CommandFailure.casesFailed }
    }
}
