import ArgumentParser
import RCA
import Reporting
import Studies

/// `rca-cli compare`: parsing only; the work is ``ComparisonRun``'s.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract:
            "Compares groups of patients, or several segmenters of the same images, by their scores.",
        discussion: """
            Groups: are the masks of women, of old patients, of one scanner worse than the others? Prints for each \
            group the predicted Dice, the difference from all other masks, and how sure that is. With many groups some \
            differ by chance, so p-values are corrected for their number (Holm). Small groups are named.

              rca-cli compare scores --metadata Data_Entry_2017.csv --by sex,age:20,view \\
                --patient-pattern '^([0-9]+)_'

            Segmenters: which one is better on the same images, by how much, and on how many? --output writes a table \
            that names the mask to take for each image.

              rca-cli compare scores/unet scores/transformer --output best.csv

            Each folder is the output of 'rca-cli score' for one segmenter. Predicted Dice is the expected Dice, or the \
            published one if there is no other. With --truth, true Dice is shown beside it.

            Exit codes: 0 all well, 2 some masks have no row in the metadata (they are listed, and left out).
            """)

    @Argument(
        help: ArgumentHelp(
            "Output folders of 'rca-cli score', one for each segmenter.", valueName: "folder"),
        completion: .directory)
    var folders: [String]

    @Option(
        help: ArgumentHelp(
            "Table with one row per image: a column with the image's name ('Image Index', image, fname) and columns to group by. NIH's own table is read as it is.",
            valueName: "file"), completion: .file())
    var metadata: String?

    @Option(
        help: ArgumentHelp(
            "What to group by, for example sex,age:20,view: names of columns, each with a step if it holds numbers. sex, age, view and finding also find the columns of NIH's table. Values separated by | put a mask into several groups.",
            valueName: "list"))
    var by: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,structure,dice of the true Dice: one for all folders, or one for each in their order.",
            valueName: "file"), completion: .file())
    var truth: [String] = []

    @Option(
        help: ArgumentHelp(
            "Regular expression that finds the patient in an image's name, as its first group in parentheses or the whole match; '^([0-9]+)_' for NIH. Images of one patient then count as one.",
            valueName: "pattern"))
    var patientPattern: String?

    @Option(
        help: ArgumentHelp(
            "With several folders: also write this table, with the best mask of each image.",
            valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(
        help: ArgumentHelp(
            "Bootstrap resamples for the intervals; 0 for no intervals.", valueName: "count"))
    var resamples = 2000

    @Option(help: ArgumentHelp("Seed: another one draws other resamples.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Confidence level of the intervals.", valueName: "share"))
    var confidence = 0.95

    @OptionGroup var overwriting: OverwriteOption

    @Flag(help: "Print a table of figures (CSV) in place of text.")
    var csv = false

    func validate() throws {
        guard !folders.isEmpty else {
            throw ValidationError("give an output folder of 'rca-cli score'")
        }
        guard (metadata == nil) == (by == nil) else {
            throw ValidationError("--metadata and --by belong together")
        }
        guard metadata != nil || folders.count > 1 else {
            throw ValidationError("give --metadata and --by, or the folders of several segmenters")
        }
        guard output == nil || folders.count > 1 else {
            throw ValidationError("--output needs several folders")
        }
        guard (0...1_000_000).contains(resamples) else {
            throw ValidationError("--resamples is 0 to 1000000")
        }
        guard confidence > 0, confidence < 1 else {
            throw ValidationError("--confidence is between 0 and 1")
        }
    }

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            var request = ComparisonRequest(folders: folders)
            request.metadata = metadata
            request.variables =
                try by.map { text throws(InputError) in try GroupVariable.list(text) } ?? []
            request.truth = truth
            request.patientPattern = patientPattern
            if !suffix.isEmpty { request.suffixes = suffix }
            request.resamples = resamples
            request.seed = seed
            request.confidence = confidence
            let outputs = output.map { path in
                OutputGuard(
                    "compare", inputs: folders + truth + [metadata], overwrites: overwriting.overwrite
                ).forFile(path)
            }
            if let output { try outputs?.check(output) }
            let outcome = try ComparisonRun(request).run()
            if let output { try outputs?.write(ScoreTable.bytes(outcome.best), to: output) }
            return outcome
        }
        try Console.output(
            csv ? String(decoding: outcome.report.csv, as: UTF8.self) : outcome.report.text)
        if csv { for note in outcome.report.notes { Console.error(note) } }
        guard !outcome.report.missing.isEmpty else { return }
        Console.error("\(outcome.report.missing.count) masks are left out:")
        for line in outcome.report.missing.prefix(Self.listed) { Console.error("  \(line)") }
        let rest = outcome.report.missing.count - Self.listed
        if rest > 0 { Console.error("  and \(rest) more") }
        throw CommandFailure.casesFailed
    }

    private static let listed = 20
}
