import ArgumentParser
import Presentation
import RCA
import Studies

/// `rca-cli report`: parsing only; the work is ``ReportRun``'s.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes an HTML page of the scores: how many masks are bad, which ones, and why.",
        discussion: """
            Reads the output folder of 'rca-cli score' and writes report.html into it: one file that opens in any \
            browser, from disk, without a network. The page shows how many masks to accept, look at and reject; how \
            the scores are distributed; pictures of the lowest scores, with the outlines of the mask and of what the \
            references expect; a table of all masks to sort and filter; failures; and what was run.

            In the page you can mark masks as fine or wrong with the keyboard, and save the marks as CSV for \
            'rca-cli evaluate --marks'.

            For the pictures, the command scores some masks again. Images, masks and references must therefore be \
            where the run found them, or where --images, --masks and --reference say. Without them the page has no \
            pictures.

            Example:
              rca-cli report scores --worst 100 --truth truth.csv
            """)

    @Argument(help: ArgumentHelp("Output folder of 'rca-cli score'.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp("File to write (default: report.html in the folder).", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("How many of the lowest scores to show as pictures.", valueName: "count"))
    var worst = 50

    @Option(
        help: ArgumentHelp(
            "Table fname,structure,dice of the true Dice: adds a plot of predicted against true Dice.",
            valueName: "file"),
        completion: .file())
    var truth: String?

    @Option(
        help: ArgumentHelp(
            "Somebody else's score file (fname,dice): adds a plot of the differences (Bland and Altman).",
            valueName: "file"),
        completion: .file())
    var published: String?

    @Option(
        help: ArgumentHelp(
            "The rca_screen.csv of the images: lists masks of images that are cut off, doubled or no chest X-rays as to be looked at.",
            valueName: "file"),
        completion: .file())
    var screen: String?

    @Option(
        help: ArgumentHelp(
            "Accept masks with this Dice or more, unless rca_intervals.csv decides.", valueName: "dice"))
    var accept: Float = 0.9

    @Option(help: ArgumentHelp("Reject masks below this Dice.", valueName: "dice"))
    var reject: Float = 0.7

    @Option(
        help: ArgumentHelp(
            "Name of the person who will mark masks in this page (default: the page asks). Give each reader a page, with --output.",
            valueName: "name"))
    var rater: String?

    @OptionGroup(title: "Thresholds") var risk: RiskOptions

    @OptionGroup(title: "Groups") var groups: GroupOptions

    @OptionGroup var overwriting: OverwriteOption

    @OptionGroup(title: "Files for the pictures") var inputs: EngineInputOptions

    func validate() throws {
        guard (0...1000).contains(worst) else { throw ValidationError("--worst is 0 to 1000") }
        guard reject >= 0, reject <= accept, accept <= 1 else {
            throw ValidationError("--reject and --accept are 0 to 1, and --reject is not above --accept")
        }
        guard groups.metadata != nil || groups.patientPattern == nil else {
            throw ValidationError("--patient-pattern needs --metadata and --by")
        }
        guard truth != nil || risk.dice == nil else { throw ValidationError("--dice needs --truth") }
    }

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            var request = ReportRequest(folder: folder)
            request.output = output
            request.overwrites = overwriting.overwrite
            request.worst = worst
            request.truth = truth
            request.published = published
            request.screen = screen
            if let rater {
                try RaterName.check(rater)
                request.rater = rater
            }
            request.triage = Triage(accept: accept, reject: reject)
            request.risk = risk.request()
            request.groups = try groups.request()
            request.patientPattern = groups.patientPattern
            request.changes = try inputs.changes()
            return try await ReportRun(request).run()
        }
        for line in outcome.lines() { Console.error(line) }
    }
}
