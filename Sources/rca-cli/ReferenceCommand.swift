import ArgumentParser
import RCA

/// `rca-cli reference`: makes and describes reference sets.
struct ReferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Builds and describes reference sets: images whose true masks are known.",
        subcommands: [ImportCommand.self, Build.self, Learn.self, Info.self])

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build",
            abstract: "Builds a bundle: one file with everything precomputed, so that runs start at once.",
            discussion: "Scores from the bundle and from the folders it was built from are the same, byte for byte.")

        @Option(help: ArgumentHelp("Folder of the reference images: PNG, JPEG, DICOM and others.", valueName: "folder"))
        var images: String

        @Option(help: ArgumentHelp("Folder of their true label maps.", valueName: "folder"))
        var labels: String

        @Option(help: ArgumentHelp("What the labels mean, for example lungs=1,heart=2.", valueName: "list"))
        var structures: String

        @OptionGroup var labelOptions: LabelOptions

        @Option(
            help: ArgumentHelp(
                "How to place a label map on its image if only one of the two files gives its orientation in the patient (NIfTI): patient (as the file says), rows (its array's first side down, as in NumPy), columns (its first side across).",
                valueName: "way"))
        var maskOrientation: Choice<MaskOrientation>?

        @Option(help: ArgumentHelp("The bundle to write, usually named NAME.rcaref.", valueName: "file"))
        var output: String

        @OptionGroup var overwriting: OverwriteOption

        @Flag(name: .shortAndLong, help: "Show no progress.")
        var quiet = false

        @OptionGroup var logging: LoggingOptions

        func run() async throws {
            try await CommandFailure.reporting { () throws(InputError) in
                let structures = try labelOptions.list(structures)
                let outputs = OutputGuard(
                    "reference build", inputs: [images, labels], overwrites: overwriting.overwrite
                ).forFile(output)
                try outputs.check(output)
                let prepared = try await ReferenceLoader.prepare(
                    images: images, labels: labels, structures: structures, maskOrientation: maskOrientation?.value,
                    isQuiet: quiet, logger: logging.logger)
                let set = try await ReferenceLoader.assemble(
                    prepared, structures: structures, named: labels, isQuiet: quiet)
                try ReferenceBundle.write(prepared, of: set, to: output) { whole throws(InputError) in
                    try outputs.note(output, whole: whole)
                }
                for caution in set.cautions { Console.error("rca-cli: \(caution)") }
                Console.error("\(output): \(prepared.count) references, \(Structure.list(structures))")
            }
        }
    }

    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "Checks a reference set and prints what it contains.")

        @Argument(help: ArgumentHelp("A bundle, or a folder with images/ and labels/.", valueName: "path"))
        var reference: String

        @Option(help: ArgumentHelp("What a folder's labels mean, for example lungs=1,heart=2.", valueName: "list"))
        var structures: String?

        @OptionGroup var labels: LabelOptions

        @Flag(help: "List the references too.")
        var list = false

        func run() async throws {
            let set = try await CommandFailure.reporting { () throws(InputError) in
                try await ReferenceLoader.load(
                    reference,
                    structures: try labels.list(structures))
            }
            try Console.output(ReferenceDescription.text(set, path: reference, listsReferences: list))
        }
    }
}
