import ArgumentParser
import Machine
import RCA

/// `rca-cli audit`: parsing only; the work is ``AuditRun``'s.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Looks at masks by themselves: which ones are empty, broken or unlike the others?",
        discussion: """
            Finds what needs neither an image nor a score: structures that are missing, much smaller or larger than \
            in the other masks, in another place or of another form; left and right swapped; parts that lie apart; \
            holes; outlines that are ragged or lie at the edge of the image; structures that overlap or lie inside \
            one another; and masks that are the same as others, pixel for pixel.

            Writes into the output folder:
              rca_audit.csv   for each mask and structure the flags with a reason each, and
                              what was measured
              rca_audit.json  how many masks have each flag, and what is usual in this set
              rca_run.json    what was run, and every mask that could not be read

            What is usual is taken from the masks of the folder, if at least \(ShapeLimits.leastCount) have the \
            structure. Up to half of them may be wrong. Put masks together that belong together: give those of \
            children, or of another segmenter, as another --masks. With --reference, masks are also held against \
            the true masks of the references.

            A flag is a reason to look, not a verdict. 'rca-cli score' finds the same flags while it scores.

            Example:
              rca-cli audit --masks MASKS --structures lungs=1,heart=2 --output audit

            Exit codes: 0 all well, 1 with --fail-on-flag and a mask that has a flag, 2 some masks could not be read.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folder or archive of the masks: label maps, or a sub-folder of binary masks for each structure. Or a table of run-length masks such as CheXmask's (.csv). May be given several times; each is a set of its own, and gets a sub-folder of the output.",
            valueName: "path"), completion: .file())
    var masks: [String]

    @Option(
        help: ArgumentHelp(
            "Folder or archive of the images: also reports masks without an image, images without a mask, and masks of another shape than their image.",
            valueName: "path"), completion: .file())
    var images: String?

    @Option(
        help: ArgumentHelp(
            "Reference bundle, or a folder with labels/: masks that are drawn as masks should be.", valueName: "path"),
        completion: .file())
    var reference: String?

    @Option(
        help: ArgumentHelp("Folder for the results; created if it does not exist.", valueName: "folder"),
        completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "What the labels mean, for example lungs=1,heart=2. Not needed with a bundle built with the same labels.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @OptionGroup var tables: MaskTableArguments

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(
        help: ArgumentHelp(
            "Measure only this shard of the masks: 3/16 is the third of 16. 'rca-cli merge' makes the tables once all shards are done.",
            valueName: "part"))
    var shard: String?

    @OptionGroup var workers: ThreadsOption

    @Flag(help: "End with exit code 1 if any mask has a flag.")
    var failOnFlag = false

    @Flag(
        help: "With --images: skip masks without an image and images without a mask: count them, not as failures.")
    var allowUnpaired = false

    @OptionGroup var replacing: ReplaceOptions

    @Flag(help: "Stop at the first mask that fails.")
    var failFast = false

    @Flag(help: "Show no progress and no summary; failures are still printed.")
    var quiet = false

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard !masks.isEmpty else { throw ValidationError("give at least one --masks folder or archive") }
        try replacing.check(shard)
        guard !failOnFlag || shard == nil else {
            throw ValidationError("--fail-on-flag needs the whole set: leave out --shard")
        }
        guard !allowUnpaired || images != nil else { throw ValidationError("--allow-unpaired goes with --images") }
    }

    func run() async throws {
        if try replacing.preview(output) { return }
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            InterruptSignal.install()
            return try await AuditRun(try request()).run()
        }
        RunSummary(outcome, of: .audit, isQuiet: quiet).print()
        if outcome.wasInterrupted { throw CommandFailure.interrupted }
        if failOnFlag, outcome.folders.contains(where: { $0.audit?.flagged ?? 0 > 0 }) {
            throw CommandFailure.checkFailed
        }
        if !outcome.isComplete { throw CommandFailure.casesFailed }
    }

    private func request() throws(InputError) -> AuditRequest {
        var request = AuditRequest(
            masks: masks, images: images, reference: reference, structures: try labels.list(structures), output: output)
        if let shard { request.shard = try Shard(parsing: shard) }
        if let threads = workers.threads { request.threads = threads }
        if !suffix.isEmpty { request.suffixes = suffix }
        request.maskTables = tables.options
        request.allowsUnpaired = allowUnpaired
        request.replaces = replacing.replace
        request.stopsAtFirstFailure = failFast
        request.isQuiet = quiet
        request.logger = logging.logger
        request.command = CommandLine.arguments
        return request
    }
}
