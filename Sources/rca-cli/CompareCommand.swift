import ArgumentParser
import RCA
import Studies
import Tables

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

            Segmenters: which one is better on the same images, by how much, and on how many? How well do their masks \
            agree? Where two masks of an image differ, at least one of them is wrong, which needs no references to \
            see. --output writes a table that names the mask to take for each image.

              rca-cli compare scores/unet scores/transformer --output best.csv
              rca-cli compare unet-masks transformer-masks --structures lungs=1,heart=2

            Each folder is the output of 'rca-cli score' for one segmenter, or holds masks. With scores, the masks are \
            those that were scored. Predicted Dice is the expected Dice, or that of rca_dice_scores.csv for all \
            folders if one of them has no other. With --truth, true Dice is shown beside it.

            Exit codes: 0 all well, 2 some masks have no row in the metadata or cannot be read (they are listed, and \
            left out).
            """)

    @Argument(
        help: ArgumentHelp(
            "One for each segmenter: the output folder of 'rca-cli score', or a folder or archive of masks.",
            valueName: "folder"),
        completion: .file())
    var folders: [String]

    @OptionGroup(title: "Groups") var groups: GroupOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Folder or archive of the masks that were scored, once for each folder in their order (default: what rca_run.json says).",
            valueName: "path"), completion: .file())
    var masks: [String] = []

    @Option(
        help: ArgumentHelp(
            "What the labels of the masks mean, for example lungs=1,heart=2 (default: what rca_run.json says).",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,structure,dice of the true Dice. Give one for each folder in their order, or one for all with a column 'masks' that holds the folder's name (not needed where no two folders have masks of one name).",
            valueName: "file"), completion: .file())
    var truth: [String] = []

    @Option(
        help: ArgumentHelp(
            "With several folders: also write this table, with the best mask of each image.",
            valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "With several folders: also write this table, with the Dice of each pair of masks of an image.",
            valueName: "file"),
        completion: .file())
    var agreement: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: those of rca_run.json, else \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @OptionGroup var bootstrap: BootstrapOptions

    @OptionGroup var overwriting: OverwriteOption

    @OptionGroup var workers: ThreadsOption

    @Flag(help: "Print a table of figures (CSV) in place of text.")
    var csv = false

    @Flag(help: "Show no progress.")
    var quiet = false

    func validate() throws {
        guard !folders.isEmpty else {
            throw ValidationError("give an output folder of 'rca-cli score'")
        }
        guard groups.metadata != nil || folders.count > 1 else {
            throw ValidationError("give --metadata and --by, or the folders of several segmenters")
        }
        guard (output == nil && agreement == nil) || folders.count > 1 else {
            throw ValidationError("--output and --agreement need several folders")
        }
        guard output == nil || output != agreement else {
            throw ValidationError("--output and --agreement name the same file; name one for each")
        }
    }

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            var request = ComparisonRequest(folders: folders)
            request.groups = try groups.request()
            request.masks = masks
            request.structures = try labels.list(structures)
            request.truth = truth
            request.patientPattern = groups.patientPattern
            if !suffix.isEmpty { request.suffixes = suffix }
            request.resamples = bootstrap.resamples
            request.seed = bootstrap.seed
            request.confidence = bootstrap.confidence
            if let threads = workers.threads { request.threads = threads }
            request.isQuiet = quiet
            let outputs = OutputGuard("compare", inputs: request.inputs, overwrites: overwriting.overwrite)
            for path in [output, agreement].compactMap(\.self) { try outputs.forFile(path).check(path) }
            let outcome = try await ComparisonRun(request).run()
            if let output { try outputs.forFile(output).write(ScoreTable.bytes(outcome.best), to: output) }
            if let agreement {
                guard !outcome.agreement.isEmpty else {
                    throw InputError(
                        .optionInvalid, "--agreement", "the masks of these folders are not known",
                        remedy: "name them with --masks, once for each folder")
                }
                try outputs.forFile(agreement).write(ScoreTable.bytes(outcome.agreement), to: agreement)
            }
            return outcome
        }
        try Console.output(
            csv ? String(decoding: outcome.report.csv, as: UTF8.self) : outcome.report.text)
        if csv { for note in outcome.report.notes { Console.error(note) } }
        guard !outcome.report.missing.isEmpty else { return }
        let count = outcome.report.missing.count
        ListedLines.print(outcome.report.missing, title: count == 1 ? "1 is left out:" : "\(count) are left out:")
        throw CommandFailure.casesFailed
    }
}
