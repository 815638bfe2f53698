import ArgumentParser
import Machine
import RCA
import Reporting
import Studies
import Tables

/// `rca-cli verify`: parsing only; the work is ``ScoreFile``'s and ``RecomputationRun``'s.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a score file: alone, against another, or against a recomputed sample.",
        discussion: """
            For those who were given a file of predicted Dice (fname,dice: one row per mask; 1 is perfect, 0 is no \
            overlap) and want to know whether they can use it.

            Alone: is the file sound? Every name must have one score from 0 to 1. The command lists problems with \
            line and column; a mere difference from the published format is a note. Statistics of the scores follow.
              rca-cli verify --published rca_dice_scores.csv

            Against another: do both say the same? The command compares rows with the same name, byte for byte. If \
            no name is in both files, the check fails and says how the names differ.
              rca-cli verify --published rca_dice_scores.csv \\
                --computed scores/rca_dice_scores.csv --max-mae 0.01

            Against a recomputed sample: the command draws rows from every range of scores, including the rare bad \
            ones, scores their masks, and estimates from them how far you can trust the whole file. Images and masks \
            for a part of the file are enough.
              rca-cli verify --published rca_dice_scores.csv \\
                --images IMAGES --masks MASKS --reference REFERENCE \\
                --structures lungs=1,heart=2 --sample 500

            Files may be compressed with gzip. The report goes to standard output.

            Exit codes: 0 the file is sound and all checks hold, 1 it is not sound or a check does not hold, 2 some \
            masks of the sample could not be scored, 64 wrong usage or a missing file.
            """)

    @Option(
        help: ArgumentHelp("The score file to check, with the columns fname and dice.", valueName: "file"),
        completion: .file())
    var published: String

    @Option(
        help: ArgumentHelp("Another score file of the same masks, to compare with.", valueName: "file"),
        completion: .file())
    var computed: String?

    @OptionGroup(title: "To recompute a sample") var sample: VerifySampleOptions

    @OptionGroup(title: "How masks are scored") var engine: EngineOptions

    @OptionGroup(title: "Checks") var checks: VerifyCheckOptions

    @Option(
        help: ArgumentHelp(
            "What names look like: N is a digit, ? a character, * any text. Other names are noted; '*' allows any name.",
            valueName: "pattern"))
    var pattern = NamePattern.published

    @Option(
        help: ArgumentHelp(
            "How many rows to list: those with the lowest scores, and those that differ most.", valueName: "count"))
    var list = 20

    @Option(help: ArgumentHelp("Format of the result on standard output.", valueName: "format"))
    var format = OutputFormat.text

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        try sample.check(with: computed)
        guard list >= 0 else { throw ValidationError("--list is 0 or more") }
        if computed == nil, !sample.isGiven, checks.needsComparison {
            throw ValidationError("nothing to compare with: give --computed, or --images, --masks and --reference")
        }
        if checks.requireSameNames, computed == nil { throw ValidationError("--require-same-names needs --computed") }
    }

    func run() async throws {
        let result: Verification? = try await CommandFailure.reporting { () throws(InputError) in try await verify() }
        guard let verification = result else {
            Console.error("stopped by a signal: a part of a sample says nothing of the file")
            throw CommandFailure.interrupted
        }
        switch format {
        case .text: try Console.output(verification.text)
        case .json: try Console.output(verification.document.json)
        case .csv: try Console.output(verification.document.csv)
        }
        if format != .text { verification.files.forEach(printProblems) }
        for check in verification.checks where !check.isHeld {
            Console.error("rca-cli: check failed: \(check.option): \(check.message)")
        }
        guard verification.isHeld else { throw CommandFailure.checkFailed }
        if verification.recomputation?.failures.isEmpty == false { throw CommandFailure.casesFailed }
    }

    private func verify() async throws(InputError) -> Verification? {
        let names = try NamePattern(pattern)
        let file = try ScoreFile(path: published, pattern: names)
        if let computed {
            return Verification(
                published: file, computed: try ScoreFile(path: computed, pattern: names), limits: checks.limits,
                threshold: checks.threshold, listed: list
            ) { FileStem(of: $0, droppingSuffixes: ImageFolder.defaultSuffixes).text }
        }
        guard let images = sample.images, let masks = sample.masks, let reference = sample.reference else {
            return Verification(published: file, limits: checks.limits, listed: list)
        }
        InterruptSignal.install()
        var scoring = try engine.request(images: images, masks: [masks], reference: reference, output: "")
        scoring.isQuiet = sample.quiet
        scoring.logger = logging.logger
        var request = RecomputationRequest(scoring: scoring)
        request.size = sample.sample
        request.seed = sample.seed
        request.limits = checks.limits
        request.threshold = checks.threshold
        request.listed = list
        return try await RecomputationRun(request).run(file)
    }

    private func printProblems(_ file: ScoreFile) {
        for problem in file.problems { problem.lines(file: file.path).forEach(Console.error) }
    }
}
