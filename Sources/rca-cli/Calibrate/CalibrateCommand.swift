import ArgumentParser
import Calibration
import RCA
import Studies

/// `rca-cli calibrate`: parsing only; the work is ``CalibrationRun``'s.
struct CalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Learns from masks of known quality how certain the scores are.",
        discussion: """
            A score is an estimate: how far may the true Dice be from it? From masks that were scored and whose true \
            Dice is known, this command learns how wrong scores are, and writes a model. 'rca-cli score \
            --calibration MODEL' then gives each score the range that contains the true Dice nine times in ten (or \
            as often as you ask).

            With truth: score some masks whose truth you have, then
              rca-cli calibrate --scores SCORES --truth TRUTH.csv --output model.json
            SCORES is the output folder of 'rca-cli score'; TRUTH.csv has the columns fname,structure,dice. Use \
            masks of at least 25 images, good and bad ones as they occur, from the segmenter that you want to judge.

            Without truth:
              rca-cli calibrate --reference REFERENCE --output model.json
            uses the reference set alone: it scores each reference's true mask, and copies damaged on purpose, \
            against the other references. Such a model holds for those damages, on images like the references. If a \
            segmenter fails in another way, or the images come from another hospital, the ranges can be too narrow, \
            without any warning. Prefer real masks with truth as soon as you have any.

            For each structure, and for the mean over the structures, prints how often the ranges hold on images \
            that were held out, and how wide they are.
            """)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "rca_structures.csv, or the output folder of 'rca-cli score'. May be given several times.",
            valueName: "path"), completion: .file())
    var scores: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "rca_details.csv, or the output folder of 'rca-cli score --details'. Give it instead of --scores if that is all you have, or in addition for --recipe published.",
            valueName: "path"), completion: .file())
    var details: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Table fname,structure,dice of the true Dice of the masks, or a folder of tables named after the folders of scores. Give one for all, or one for each --scores. One table for several folders with masks of one name needs a column 'masks' that holds the folder's name.",
            valueName: "path"), completion: .file())
    var truth: [String] = []

    @Option(
        help: ArgumentHelp(
            "Calibrate with this reference set alone: a bundle, or a folder with images/ and labels/.",
            valueName: "path"), completion: .file())
    var reference: String?

    @Option(
        help: ArgumentHelp(
            "With --reference: what a folder's labels mean, for example lungs=1,heart=2, and which structures count.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(
        help: ArgumentHelp(
            "With --reference: how many references each mask is scored on, the same as in 'score' (default: 20).",
            valueName: "count"))
    var referencesPerCase: Int?

    @Option(
        help: ArgumentHelp(
            "With --reference: how the references most similar to an image are found, the same as in 'score'.",
            valueName: "measure"))
    var similarity: Choice<SimilarityMeasure>?

    @OptionGroup var workers: ThreadsOption

    @Option(help: ArgumentHelp("File for the model.", valueName: "file"), completion: .file())
    var output: String

    @Option(
        help: ArgumentHelp(
            "How ranges are made: adaptive (narrow for clear cases and wide for doubtful ones) or published (Cosarinsky et al. 2025: a band of percentiles over the single references, widened by one margin for all masks).",
            valueName: "name"))
    var recipe = Choice(CalibrationModel.Recipe.adaptive)

    @Option(
        help: ArgumentHelp(
            "The share of ranges that may miss the true Dice, in the printed result. The model serves any share.",
            valueName: "share"))
    var alpha = 0.1

    @OptionGroup(title: "Thresholds") var risk: RiskOptions

    @OptionGroup var overwriting: OverwriteOption

    @OptionGroup var test: CalibrationTestOptions

    @Option(help: ArgumentHelp("Format of the result on standard output.", valueName: "format"))
    var format = OutputFormat.text

    @Flag(help: "Show no progress.")
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
        {
            throw ValidationError(
                "--structures, --ignore-labels, --references-per-case and --similarity go with --reference")
        }
        if let referencesPerCase, referencesPerCase < 1 {
            throw ValidationError("--references-per-case is 1 or more")
        }
        guard alpha > 0, alpha < 1 else { throw ValidationError("--alpha is between 0 and 1") }
    }

    func run() async throws {
        let report = try await CommandFailure.reporting { () throws(InputError) in
            var request = CalibrationRequest(source: try source())
            request.recipe = recipe.value
            if let threads = workers.threads { request.threads = threads }
            request.alpha = alpha
            request.risk = risk.request()
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
        for note in report.notes { Console.error(note) }
        switch format {
        case .text:
            try Console.output(report.text())
            if !quiet { CalibrationNotes.print(report, output: output) }
        case .json: try Console.output(report.json())
        case .csv: try Console.output(report.csv())
        }
        if report.risks.last?.isPromised == false { throw CommandFailure.checkFailed }
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
        return .references(references)
    }
}
