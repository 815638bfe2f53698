import ArgumentParser
import Machine
import RCA
import Studies

/// `rca-cli score`: parsing only; the work is ``ScoringRun``'s.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores predicted masks against a reference set.",
        discussion: """
            Writes rca_reliability.csv (the Dice to be expected of each mask with the range that holds the true one nine \
            times in ten, whether that can be believed, and why not), rca_structures.csv (each structure, with the reference \
            that fits best and other estimates), rca_dice_scores.csv (fname,dice: the predicted Dice as published scores \
            have it) and rca_run.json (what was run, and every case that failed) into the output folder; with --threshold or \
            --calibration also rca_intervals.csv (what to do with each mask), with --surface rca_surface.csv (how far \
            outlines lie apart).

            A mask belongs to the image of the same name, up to the extension and a suffix: the mask \
            00000001_000_labels.png to the image 00000001_000.png. Documents that lie beside them (.csv, .txt, .json \
            and the like) are passed over. A case that fails is listed and the rest goes on.

            Archives are read as they are and never unpacked to disk; 'rca-cli archive index' spares reading one through \
            before the first case. The folders in an archive do not count, only the names of its files.

            Every finished case is kept in a journal in the output folder. Start the same command again after whatever \
            stopped it, and it goes on; a case counts again only if its files or the settings have changed. New files are \
            added; results of files that are gone stay, and are counted. Results of other masks are not mixed with them: \
            choose another folder, or --replace. Files that somebody has changed are never replaced.

            Images may lie in sub-folders, as NIH Chest-XRay14 is downloaded.

            Radiographs that lie rotated, mirrored, inverted or within margins are recognised and put right. Do not trust \
            a score whose verdict is not "reliable": the image does not look like the references, for example \
            another view or another age group.
            """)

    @Option(
        help: ArgumentHelp(
            "Folder of the images (PNG, JPEG, DICOM and others), or an archive of them (.tar, .tar.gz, .tar.zst, .tar.xz, .zip), or a quoted pattern of archives.",
            valueName: "path"), completion: .file())
    var images: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folder or archive of the masks: label maps, or a sub-folder of binary masks for each structure. Give it several times for several segmenters of the same images; each gets a sub-folder of the output. All parts of one split archive (name.tar.gz.aa, name.tar.gz.ab, …) are one; a quoted pattern such as 'name.tar.gz.*' takes them all.",
            valueName: "path"), completion: .file())
    var masks: [String]

    @Option(
        help: ArgumentHelp("Reference bundle, or a folder with images/ and labels/.", valueName: "path"),
        completion: .file())
    var reference: String

    @Option(
        help: ArgumentHelp("Folder for the results; made if it is not there.", valueName: "folder"),
        completion: .directory)
    var output: String

    @OptionGroup var engine: EngineOptions

    @Option(
        help: ArgumentHelp(
            "Score only this part of the cases, as 3/16: the third of 16. It writes a journal; 'rca-cli merge' makes the tables when all parts are done.",
            valueName: "part"))
    var shard: String?

    @Flag(help: "Write rca_details.csv too: the Dice on every single reference.")
    var details = false

    @OptionGroup var surfaces: SurfaceOptions

    @Flag(help: "Write report.html too, as 'rca-cli report' does.")
    var report = false

    @Flag(help: "End with exit code 2 where any case's verdict is not reliable.")
    var requireReliable = false

    @Flag(
        help:
            "Pass over masks that have no image, and images that have no mask: they are counted in one line, and are no failures."
    )
    var allowUnpaired = false

    @OptionGroup var replacing: ReplaceOptions

    @Flag(help: "Stop at the first case that fails.")
    var failFast = false

    @Flag(help: "No progress and no summary; what fails is still printed.")
    var quiet = false

    @OptionGroup var calibrated: CalibrationOptions

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard !masks.isEmpty else { throw ValidationError("give at least one --masks folder or archive") }
        try replacing.check(shard)
        guard !report || shard == nil else {
            throw ValidationError("--report needs the tables: give it to 'rca-cli report' after 'rca-cli merge'")
        }
    }

    /// What the run is asked to do.
    func request() throws(InputError) -> ScoringRequest {
        var request = try engine.request(images: images, masks: masks, reference: reference, output: output)
        request.writesDetails = details
        if let shard { request.shard = try Shard(parsing: shard) }
        request.intervals = calibrated.request
        request.surfaces = try surfaces.settings()
        request.allowsUnpaired = allowUnpaired
        request.replaces = replacing.replace
        request.writesReport = report
        request.stopsAtFirstFailure = failFast
        request.isQuiet = quiet
        request.logger = logging.logger
        return request
    }

    func run() async throws {
        if try replacing.preview(output) { return }
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            InterruptSignal.install()
            return try await ScoringRun(try request()).run()
        }
        RunSummary(outcome, of: .scoring, isQuiet: quiet).print()
        if report, !outcome.wasInterrupted {
            for folder in outcome.folders where folder.unwritten.isEmpty {
                let page = try await CommandFailure.reporting { () throws(InputError) in
                    var request = ReportRequest(folder: folder.output)
                    request.changes.threads = engine.threads
                    return try await ReportRun(request).run()
                }
                for line in page.lines(onlyNotes: quiet) { Console.error(line) }
            }
        }
        if outcome.wasInterrupted { throw CommandFailure.interrupted }
        if !outcome.isComplete || (requireReliable && !outcome.isReliable) { throw CommandFailure.casesFailed }
    }
}
