import ArgumentParser
import RCA
import Reporting
import Studies

/// `rca-cli evaluate`: parsing only; the work is ``EvaluationRun``'s.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Compares predicted scores with the truth: how far can they be believed?",
        discussion: """
            For masks of which you know how good they really are. Prints for every structure, for the mean over the \
            structures and for every estimate side by side: correlations, errors, and how well low scores find the \
            masks that are really bad (true Dice below 0.7, 0.8, 0.9), with intervals that count the masks of one \
            image as one.

            The predictions are one of
              --scores       the output folder of 'rca-cli score', or a score file
              --details      rca_details.csv: works the estimates out again
              --table        any table with true scores beside; needs --columns
            and the truth, for the first two, one of
              --truth        a table fname,structure,dice
              --truth-masks  masks that a person drew; needs --masks
            Instead of a truth, or beside it, --marks takes what a reviewer said of masks in the page of \
            'rca-cli report': how many of the wrong ones have low scores?

            Examples:
              rca-cli evaluate --scores scores --truth truth.csv
              rca-cli evaluate --scores scores --masks predicted \\
                --truth-masks drawn --structures lungs=1,heart=2
              rca-cli evaluate --table validation.csv \\
                --columns lungs:lungs_real:max=lungs_max,mean=lungs_mean

            Exit codes: 0 all well, 1 a figure does not keep --min-correlation or --max-mae, 2 some masks could not \
            be evaluated (they are listed, the rest is counted).
            """)

    @OptionGroup(title: "Predictions and truth") var inputs: EvaluateInputs

    @OptionGroup(title: "Outlines") var surfaces: SurfaceOptions

    @Option(
        help: ArgumentHelp(
            "Masks are bad whose true Dice is below these, as 0.7,0.8,0.9.", valueName: "list"))
    var thresholds = ThresholdList([0.7, 0.8, 0.9])

    @Option(
        help: ArgumentHelp(
            "Which masks count as one for the intervals: image (those of one file name, without extension and endings), mask (each by itself), or a column of the truth, patient for one.",
            valueName: "name"))
    var cluster = "image"

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). Give it several times for several.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(help: ArgumentHelp("Resamples for the intervals; 0 for no intervals.", valueName: "count"))
    var resamples = 2000

    @Option(help: ArgumentHelp("Which resamples.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Confidence of the intervals.", valueName: "share"))
    var confidence = 0.95

    @Option(help: ArgumentHelp("text, json or csv, on standard output.", valueName: "format"))
    var format = OutputFormat.text

    @Option(
        help: ArgumentHelp(
            "End with exit code 1 where the Pearson correlation (of the mean over the structures) is lower.",
            valueName: "number"))
    var minCorrelation: Double?

    @Option(
        help: ArgumentHelp(
            "End with exit code 1 where the mean absolute error (of the mean over the structures) is larger.",
            valueName: "number"))
    var maxMae: Double?

    @Option(
        help: ArgumentHelp(
            "The estimate that these two are about: max (the column dice, the published meaning), mean, median, best, consensus or expected.",
            valueName: "name"))
    var estimator = "max"

    @Option(help: ArgumentHelp("Workers (default: the processors this process may use).", valueName: "count"))
    var threads: Int?

    func validate() throws {
        try inputs.check()
        guard (0...1_000_000).contains(resamples) else {
            throw ValidationError("--resamples is 0 to 1000000")
        }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence is between 0 and 1") }
        if let minCorrelation, !(-1...1).contains(minCorrelation) {
            throw ValidationError("--min-correlation is -1 to 1")
        }
        if let maxMae, !(0...1).contains(maxMae) { throw ValidationError("--max-mae is 0 to 1") }
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more") }
        guard inputs.hasTruth || (minCorrelation == nil && maxMae == nil) else {
            throw ValidationError("--min-correlation and --max-mae need --truth or --truth-masks")
        }
        guard !surfaces.surface || inputs.truthMasks != nil else {
            throw ValidationError("--surface needs --truth-masks")
        }
        guard !cluster.isEmpty else { throw ValidationError("--cluster is image, mask or the name of a column") }
    }

    func run() async throws {
        let report = try await CommandFailure.reporting { () throws(InputError) in
            var request = try inputs.request(cluster: EvaluationRequest.Cluster(cluster))
            request.thresholds = thresholds.values
            request.resamples = resamples
            request.seed = seed
            request.confidence = confidence
            request.limits.minCorrelation = minCorrelation
            request.limits.maxError = maxMae
            request.limits.estimator = estimator
            request.surfaces = try surfaces.settings()
            if !suffix.isEmpty { request.suffixes = suffix }
            if let threads { request.threads = threads }
            return try await EvaluationRun(request).run()
        }
        switch format {
        case .text: try Console.output(report.text)
        case .json: try Console.output(String(decoding: report.json(), as: UTF8.self))
        case .csv: try Console.output(String(decoding: report.csv, as: UTF8.self))
        }
        EvaluateSummary.print(report, format)
        if report.checks.contains(where: { !$0.holds }) { throw CommandFailure.checkFailed }
        if !report.missing.isEmpty { throw CommandFailure.casesFailed }
    }
}

/// What is to be said beside an evaluation's figures, on stderr.
enum EvaluateSummary {
    private static let listed = 20

    static func print(_ report: EvaluationReport, _ format: OutputFormat) {
        if format == .csv { for note in report.notes { Console.error(note) } }
        for check in report.checks where !check.holds || format == .csv { Console.error("rca-cli: \(check.text)") }
        guard !report.missing.isEmpty else { return }
        let count = report.missing.count
        Console.error("\(count) could not be evaluated\(format == .json ? " (all of them are in the JSON)" : ""):")
        for entry in report.missing.prefix(listed) { Console.error("  \(entry.text)") }
        if count > listed { Console.error("  and \(count - listed) more") }
    }
}
