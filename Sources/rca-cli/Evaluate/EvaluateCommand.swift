import ArgumentParser
import RCA
import Reporting
import Runs
import Studies

/// `rca-cli evaluate`: parsing only; the work is ``EvaluationRun``'s.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Compares predicted scores with the truth: how far can you believe them?",
        discussion: """
            For masks whose true quality you know. For every structure, for the mean over the structures, and for \
            every estimate side by side, prints correlations, errors, and how well low scores find the masks that \
            are really bad (true Dice below 0.7, 0.8, 0.9). The intervals count all masks of one image as one.

            Give one of these as the predictions:
              --scores       the output folder of 'rca-cli score', or a score file
              --details      rca_details.csv: the estimates are computed again
              --table        any table that also has the true scores; needs --columns
            and, for the first two, one of these as the truth:
              --truth        a table fname,structure,dice
              --truth-masks  masks that a person drew; needs --masks
            Instead of a truth, or with it, --marks takes the marks that a reviewer gave to masks in the page of \
            'rca-cli report': how many of the wrong ones have low scores?

            Are some groups of patients predicted, or segmented, worse than others? --metadata and --by tell.

            Examples:
              rca-cli evaluate --scores scores --truth truth.csv
              rca-cli evaluate --scores scores --masks predicted \\
                --truth-masks drawn --structures lungs=1,heart=2
              rca-cli evaluate --scores scores --truth truth.csv --dice 0.8 --risk 0.05
              rca-cli evaluate --scores scores --truth truth.csv \\
                --metadata patients.csv --by sex,age:20
              rca-cli evaluate --table validation.csv \\
                --columns lungs:lungs_real:max=lungs_max,mean=lungs_mean

            Exit codes: 0 all well, 1 a figure does not meet --min-correlation or --max-mae, or \
            nothing can be promised for --risk (of the mean over the structures), 2 some masks could not \
            be evaluated (they are listed; the figures are those of the rest).
            """)

    @OptionGroup(title: "Predictions and truth") var inputs: EvaluateInputs

    @OptionGroup(title: "Outlines") var surfaces: SurfaceOptions

    @Option(
        help: ArgumentHelp(
            "A mask is bad if its true Dice is below this limit; a list, for example 0.7,0.8,0.9.", valueName: "list"))
    var thresholds = ThresholdList([0.7, 0.8, 0.9])

    @Option(
        help: ArgumentHelp(
            "Which masks the intervals count as one: image (those with the same file name, without extension and suffix), mask (each by itself), or the name of a column of the truth, for example patient.",
            valueName: "name"))
    var cluster = "image"

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: those of rca_run.json, else \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @OptionGroup var bootstrap: BootstrapOptions

    @Option(help: ArgumentHelp("Format of the result on standard output.", valueName: "format"))
    var format = OutputFormat.text

    @Option(
        help: ArgumentHelp(
            "End with exit code 1 if the Pearson correlation (of the mean over the structures) is lower.",
            valueName: "number"))
    var minCorrelation: Double?

    @Option(
        help: ArgumentHelp(
            "End with exit code 1 if the mean absolute error (of the mean over the structures) is larger.",
            valueName: "number"))
    var maxMae: Double?

    @Option(
        help: ArgumentHelp(
            "The estimate that --min-correlation, --max-mae (default: max), --dice and --by (default: expected, if there is one) apply to: max (the column dice, as published), mean, median, best, consensus or expected.",
            valueName: "name"))
    var estimator: String?

    @OptionGroup(title: "Thresholds") var risk: RiskOptions

    @OptionGroup(title: "Groups") var groups: GroupOptions

    @OptionGroup var workers: ThreadsOption

    @Flag(help: "Show no progress.")
    var quiet = false

    func validate() throws {
        try inputs.check()
        if let minCorrelation, !(-1...1).contains(minCorrelation) {
            throw ValidationError("--min-correlation is -1 to 1")
        }
        if let maxMae, !(0...1).contains(maxMae) { throw ValidationError("--max-mae is 0 to 1") }
        guard inputs.hasTruth || (minCorrelation == nil && maxMae == nil) else {
            throw ValidationError("--min-correlation and --max-mae need --truth or --truth-masks")
        }
        guard inputs.hasTruth || risk.dice == nil else {
            throw ValidationError("--dice needs --truth, --truth-masks or --table")
        }
        guard !surfaces.surface || inputs.truthMasks != nil else {
            throw ValidationError("--surface needs --truth-masks")
        }
        guard groups.patientPattern == nil || cluster == "image" else {
            throw ValidationError("--patient-pattern and --cluster exclude each other")
        }
        guard inputs.hasTruth || groups.metadata == nil else {
            throw ValidationError("--metadata needs --truth, --truth-masks or --table")
        }
        guard !cluster.isEmpty else { throw ValidationError("--cluster is image, mask or the name of a column") }
    }

    func run() async throws {
        let report = try await CommandFailure.reporting { () throws(InputError) in
            var request = try inputs.request(cluster: EvaluationRequest.Cluster(cluster))
            request.thresholds = thresholds.values
            request.resamples = bootstrap.resamples
            request.seed = bootstrap.seed
            request.confidence = bootstrap.confidence
            request.limits.minCorrelation = minCorrelation
            request.limits.maxError = maxMae
            if let estimator { request.limits.estimator = estimator }
            request.risk = risk.request(estimator: estimator)
            request.groups = try groups.request()
            request.groupEstimator = estimator
            request.patientPattern = groups.patientPattern
            request.surfaces = try surfaces.settings()
            if !suffix.isEmpty { request.suffixes = suffix }
            if let threads = workers.threads { request.threads = threads }
            request.isQuiet = quiet
            let outputs = OutputGuard(
                "evaluate", inputs: inputs.paths + [groups.metadata], overwrites: inputs.overwriting.overwrite)
            if let path = inputs.writeTruth { try outputs.forFile(path).check(path) }
            let report = try await EvaluationRun(request).run()
            if let path = inputs.writeTruth { try outputs.forFile(path).write(report.truthTable, to: path) }
            return report
        }
        switch format {
        case .text: try Console.output(report.text)
        case .json: try Console.output(String(decoding: report.json(), as: UTF8.self))
        case .csv: try Console.output(String(decoding: report.csv, as: UTF8.self))
        }
        EvaluateSummary.print(report, format)
        if report.checks.contains(where: { !$0.holds }) || report.risks.last?.isPromised == false {
            throw CommandFailure.checkFailed
        }
        if !report.missing.isEmpty { throw CommandFailure.casesFailed }
    }
}

/// What is to be said beside an evaluation's figures, on stderr.
enum EvaluateSummary {
    static func print(_ report: EvaluationReport, _ format: OutputFormat) {
        if format == .csv { for note in report.notes { Console.error(note) } }
        for check in report.checks where !check.holds || format == .csv { Console.error("rca-cli: \(check.text)") }
        let place = format == .json ? " (all of them are in the JSON)" : ""
        ListedLines.print(
            report.missing.map(\.text), title: "\(report.missing.count) could not be evaluated\(place):")
    }
}
