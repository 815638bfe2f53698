import ArgumentParser
import Machine
import RCA
import Reporting
import Studies

/// `rca-cli verify`: parsing only; the work is ``ScoreFile``'s and ``RecomputationRun``'s.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a score file: alone, against another, or against scores computed anew.",
        discussion: """
            For those who got a file of predicted Dice (fname,dice: one row a mask, 1 is perfect, 0 is nothing in \
            common) and want to know whether they can use it.

            Alone: is the file sound? Every name has one score from 0 to 1. Problems come with their line and \
            column; what merely differs from the published format is a note. Then the figures of the scores.
              rca-cli verify --published rca_dice_scores.csv

            Against another: do both say the same? Rows are compared that have the same name, byte for byte; where \
            there is none, the check fails and says what the names differ in.
              rca-cli verify --published rca_dice_scores.csv \\
                --computed scores/rca_dice_scores.csv --max-mae 0.01

            Anew: draws rows of every range of scores, the rare bad ones too, scores their masks, and estimates \
            from them how far the whole file can be trusted. Images and masks of a part of the file will do.
              rca-cli verify --published rca_dice_scores.csv \\
                --images IMAGES --masks MASKS --reference REFERENCE \\
                --structures lungs=1,heart=2 --sample 500

            Files may be compressed by gzip. The report goes to standard output.

            Exit codes: 0 sound and all checks hold, 1 not sound or a check does not hold, 2 some drawn masks \
            could not be scored, 64 wrong usage or a missing file.
            """)

    @Option(
        help: ArgumentHelp("The score file to check, with the columns fname and dice.", valueName: "file"),
        completion: .file())
    var published: String

    @Option(
        help: ArgumentHelp("Another score file of the same masks, to compare.", valueName: "file"), completion: .file())
    var computed: String?

    @OptionGroup(title: "To compute a sample anew") var sample: VerifySampleOptions

    @OptionGroup(title: "How masks are scored") var engine: EngineOptions

    @OptionGroup(title: "Checks") var checks: VerifyCheckOptions

    @Option(
        help: ArgumentHelp(
            "What names look like: N is a digit, ? a character, * any text. Others are noted. '*' expects nothing.",
            valueName: "pattern"))
    var pattern = NamePattern.published

    @Option(
        help: ArgumentHelp(
            "How many of the lowest scores, and of the rows that differ most, to list.", valueName: "count"))
    var list = 20

    @Option(help: ArgumentHelp("text, json or csv, on standard output.", valueName: "format"))
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
