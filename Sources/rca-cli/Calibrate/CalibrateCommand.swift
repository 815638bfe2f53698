import ArgumentParser
import RCA
import Reporting
import Studies

/// `rca-cli calibrate`: parsing only; the work is ``CalibrationRun``'s.
struct CalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Learns from masks of known quality how sure a score is.",
        discussion: """
            A score is a guess: how far may the true Dice be from it? Given masks that were scored and whose true \
            Dice is known, this learns how wrong scores are, and writes a model. 'rca-cli score --calibration \
            MODEL' then gives each score the range that the true Dice lies in, nine times in ten (or as you ask).

            With truth: score some masks whose truth you have, then
              rca-cli calibrate --scores SCORES --truth TRUTH.csv --output model.json
            SCORES is the output folder of 'rca-cli score'; TRUTH.csv has the columns fname,structure,dice. Masks \
            of 25 images or more, good and bad ones as you meet them, of the segmenter that you want to judge.

            Without truth:
              rca-cli calibrate --reference REFERENCE --output model.json
            takes the reference set alone: each reference's true mask, and copies damaged on purpose, are scored \
            against the other references. Such a model holds for those damages, on images like the references. A \
            segmenter that fails in another way, or images of another hospital, can break its promise without \
            notice: the ranges are then too narrow. Prefer real masks with truth as soon as you have any.

            Prints for each structure, and for the mean over the structures, how often the ranges hold on images \
            that were held out, and how wide they are.
            """)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "rca_structures.csv, or the output folder of 'rca-cli score'. Give it several times for several.",
            valueName: "path"), completion: .file())
    var scores: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "rca_details.csv, or the output folder of 'rca-cli score --details': instead of --scores where only that is there, or beside it for --recipe published.",
            valueName: "path"), completion: .file())
    var details: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,structure,dice of the masks' true Dice, or a folder of tables named after the folders of scores. One for all, or one for each of --scores.",
            valueName: "path"), completion: .file())
    var truth: [String] = []

    @Option(
        help: ArgumentHelp(
            "Calibrate with nothing but this reference set: a bundle, or a folder with images/ and labels/.",
            valueName: "path"), completion: .file())
    var reference: String?

    @Option(
        help: ArgumentHelp(
            "With --reference: what a folder's labels mean, as lungs=1,heart=2, and which structures count.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(
        help: ArgumentHelp(
            "With --reference: references that each mask is scored on, as score will have it (default: 20).",
            valueName: "count"))
    var referencesPerCase: Int?

    @Option(
        help: ArgumentHelp(
            "With --reference: how the references most like an image are found, as score will have it.",
            valueName: "measure"))
    var similarity: Choice<SimilarityMeasure>?

    @Option(
        help: ArgumentHelp(
            "With --reference: workers (default: the processors this process may use).", valueName: "count"))
    var threads: Int?

    @Option(help: ArgumentHelp("The model's file.", valueName: "file"), completion: .file())
    var output: String

    @Option(
        help: ArgumentHelp(
            "adaptive (ranges that are narrow for clear cases and wide for doubtful ones), or published (Cosarinsky et al. 2025: a band of percentiles over the single references, widened by one margin for all).",
            valueName: "name"))
    var recipe = Choice(CalibrationModel.Recipe.adaptive)

    @Option(
        help: ArgumentHelp(
            "The share of ranges that may miss in what is printed. The model serves any.", valueName: "share"))
    var alpha = 0.1

    @OptionGroup var overwriting: OverwriteOption

    @OptionGroup var test: CalibrationTestOptions

    @Option(help: ArgumentHelp("How the result is printed.", valueName: "format"))
    var format = OutputFormat.text

    @Flag(help: "No progress.")
    var quiet = false

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        let hasTables = !scores.isEmpty || !details.isEmpty || !truth.isEmpty
        if hasTables == (reference != nil) {
            throw ValidationError("give either --scores (or --details) with --truth, or --reference")
        }
        if hasTables, (scores.isEmpty && details.isEmpty) || truth.isEmpty {
            throw ValidationError("--scores (or --details) and --truth go together")
        }
        if reference == nil,
            structures != nil || labels.ignoreLabels != nil || referencesPerCase != nil || similarity != nil
                || threads != nil
        {
            throw ValidationError(
                "--structures, --ignore-labels, --references-per-case, --similarity and --threads go with --reference")
        }
        if let referencesPerCase, referencesPerCase < 1 {
            throw ValidationError("--references-per-case is 1 or more")
        }
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more") }
        guard alpha > 0, alpha < 1 else { throw ValidationError("--alpha is between 0 and 1") }
    }

    func run() async throws {
        let report = try await CommandFailure.reporting { () throws(InputError) in
            var request = CalibrationRequest(source: try source())
            request.recipe = recipe.value
            request.alpha = alpha
            request.test = test.tables
            request.isQuiet = quiet
            request.logger = logging.logger
            let outputs = OutputGuard(
                "calibrate", inputs: scores + details + truth + [reference] + test.paths,
                overwrites: overwriting.overwrite
            ).forFile(output)
            try outputs.check(output)
            let result = try await CalibrationRun(request).run()
            try outputs.write(CalibrationFile.bytes(result.model), to: output)
            return result.report
        }
        switch format {
        case .text:
            try Console.output(report.text())
            if !quiet { CalibrationNotes.print(report, output: output) }
        case .json: try Console.output(report.json())
        case .csv: try Console.output(report.csv())
        }
    }

    private func source() throws(InputError) -> CalibrationRequest.Source {
        guard let reference else {
            return .tables(CalibrationRequest.Tables(scores: scores, details: details, truth: truth))
        }
        var references = CalibrationRequest.References(
            path: reference,
            structures: try labels.list(structures))
        if let referencesPerCase { references.referencesPerCase = referencesPerCase }
        if let similarity { references.similarity = similarity.value }
        if let threads { references.threads = threads }
        return .references(references)
    }
}
