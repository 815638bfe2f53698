import ArgumentParser
import Machine
import RCA

/// `rca-cli screen`: parsing only; the work is ``ScreenRun``'s.
struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract:
            "Checks images before anyone segments them: which are no chest X-rays, rotated, cut off, or there twice?",
        discussion: """
            Needs images and references alone, no masks. Finds images that are no chest X-ray or no frontal one; \
            images that are turned, mirrored, inverted, tilted or framed by margins; lungs that are cut off; parts of \
            the chest that show nothing; contrast that was cut off; and images that show the same radiograph, whatever \
            their names, sizes, formats and orientations. The verdict is the one that 'rca-cli score' will give.

            Writes into the output folder:
              rca_screen.csv   for each image its flags, the reasons, and figures
              rca_screen.json  how many images have each flag
              rca_run.json     what was run, and every image that could not be read
              rca_upright.csv  with --apply, what was done to each image

            With --apply DIR each chest X-ray is also written as PNG, turned and mirrored back, black and white the \
            right way round, and otherwise pixel for pixel as it was: margins and tilt stay.

            A flag is a reason to look, not a verdict.

            Example:
              rca-cli screen --images IMAGES --reference jsrt.rcaref --output screened

            Exit codes: 0 all well, 1 with --fail-on-flag and an image that has a flag, 2 some images could not be read.
            """)

    @Option(help: ArgumentHelp("Folder or archive of the images.", valueName: "path"), completion: .file())
    var images: String

    @Option(
        help: ArgumentHelp("Reference bundle, or a folder with images/ and labels/.", valueName: "path"),
        completion: .file())
    var reference: String

    @Option(
        help: ArgumentHelp("Folder for the results; created if it does not exist.", valueName: "folder"),
        completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "Also write each chest X-ray upright, as PNG, into this folder; created if it does not exist.",
            valueName: "folder"), completion: .directory)
    var apply: String?

    @Option(
        help: ArgumentHelp(
            "What the labels of a folder of references mean, for example lungs=1,heart=2. A bundle knows.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(
        help: ArgumentHelp(
            "Screen only this shard of the images: 3/16 is the third of 16. 'rca-cli merge' makes the tables once all shards are done, and finds duplicates among all.",
            valueName: "part"))
    var shard: String?

    @OptionGroup var workers: ThreadsOption

    @Flag(help: "End with exit code 1 if any image has a flag.")
    var failOnFlag = false

    @OptionGroup var replacing: ReplaceOptions

    @Flag(help: "Stop at the first image that fails.")
    var failFast = false

    @Flag(help: "Show no progress and no summary; failures are still printed.")
    var quiet = false

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        try replacing.check(shard)
        guard !failOnFlag || shard == nil else {
            throw ValidationError("--fail-on-flag needs the whole set: leave out --shard")
        }
    }

    func run() async throws {
        if try replacing.preview(output) { return }
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            InterruptSignal.install()
            return try await ScreenRun(try request()).run()
        }
        RunSummary(outcome, of: .screening, isQuiet: quiet).print()
        if outcome.wasInterrupted { throw CommandFailure.interrupted }
        if failOnFlag, outcome.folders.contains(where: { $0.screen?.flagged ?? 0 > 0 }) {
            throw CommandFailure.checkFailed
        }
        if !outcome.isComplete { throw CommandFailure.casesFailed }
    }

    private func request() throws(InputError) -> ScreenRequest {
        var request = ScreenRequest(
            images: images, reference: reference, structures: try labels.list(structures), output: output,
            uprightFolder: apply)
        if let shard { request.shard = try Shard(parsing: shard) }
        if let threads = workers.threads { request.threads = threads }
        request.replaces = replacing.replace
        request.stopsAtFirstFailure = failFast
        request.isQuiet = quiet
        request.logger = logging.logger
        request.command = CommandLine.arguments
        return request
    }
}
