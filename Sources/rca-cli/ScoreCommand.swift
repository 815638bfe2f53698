import ArgumentParser
import Machine
import RCA
import Studies

/// `rca-cli score`: parsing only; the work is ``ScoringRun``'s.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores masks: predicts their Dice from a set of references with true masks.",
        discussion: """
            Writes into the output folder:
              rca_reliability.csv  for each mask the expected Dice, the range that contains
                                   the true Dice nine times in ten, whether you can
                                   believe them, and why not
              rca_structures.csv   for each structure its expected Dice and range, the best
                                   reference, and other estimates
              rca_dice_scores.csv  fname,dice: the predicted Dice as published scores
                                   define it
              rca_audit.csv        what looks wrong with a mask by itself, and why;
                                   rca_audit.json has the counts and limits
              rca_run.json         what was run, and every case that failed
              rca_intervals.csv    with --threshold or --calibration: what to do with each
                                   mask
              rca_surface.csv      with --surface: how far apart the outlines are
              rca_given.csv        of a table of masks: the Dice that it has itself, beside
                                   those predicted here
            With --error-maps, a picture of each mask shows where it is probably wrong.

            Masks are matched to images by name, without extension and suffix: 00000001_000_labels.png is the mask \
            of 00000001_000.png. Documents beside them (.csv, .txt, .json and the like) are skipped. A case that \
            fails is listed, and the run continues.

            Archives are read as they are and never unpacked to disk. An index ('rca-cli archive index') saves \
            reading an archive through before the first case. Folders inside an archive do not count, only the names \
            of its files, except where they hold a binary mask of each structure.

            A journal in the output folder keeps every finished case. If the run is stopped, give the same command \
            again and it resumes; it scores a case again only if the files of the case or the settings have changed. \
            New files are added. Results of files that are gone stay, and are counted. Results of other masks are \
            not mixed with these: choose another folder, or add --replace. Files that somebody has changed are never \
            replaced.

            Images may be in sub-folders, as in the NIH Chest-XRay14 download.

            The program recognises and corrects radiographs that are rotated, mirrored, inverted or surrounded by \
            margins. Do not trust a score whose verdict is not "reliable": rca_reliability.csv gives the reason. The \
            image may not look like the references, for example another view or another age group.
            """)

    @Option(
        help: ArgumentHelp(
            "Folder of the images (PNG, JPEG, DICOM and others), an archive of them (.tar, .tar.gz, .tar.zst, .tar.xz, .tar.bz2, .zip), or a quoted pattern of archives.",
            valueName: "path"), completion: .file())
    var images: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folder or archive of the masks: label maps, or a sub-folder of binary masks for each structure. Or a table of run-length masks such as CheXmask's (.csv). If several segmenters processed the same images, give it several times; each gets a sub-folder of the output. The parts of a split archive (name.tar.gz.aa, name.tar.gz.ab, …) count as one; a quoted pattern such as 'name.tar.gz.*' takes them all.",
            valueName: "path"), completion: .file())
    var masks: [String]

    @Option(
        help: ArgumentHelp("Reference bundle, or a folder with images/ and labels/.", valueName: "path"),
        completion: .file())
    var reference: String

    @Option(
        help: ArgumentHelp("Folder for the results; created if it does not exist.", valueName: "folder"),
        completion: .directory)
    var output: String

    @OptionGroup var engine: EngineOptions

    @Option(
        help: ArgumentHelp(
            "Score only this shard of the cases: 3/16 is the third of 16. It writes a journal; 'rca-cli merge' makes the tables once all shards are done.",
            valueName: "part"))
    var shard: String?

    @Flag(help: "Also write rca_details.csv: the Dice on every single reference.")
    var details = false

    @Option(
        help: ArgumentHelp(
            "Also write a picture of each mask into this folder that shows where it is probably wrong: red where it has too much, green where something is missing, blue where that is uncertain.",
            valueName: "folder"), completion: .directory)
    var errorMaps: String?

    @OptionGroup var surfaces: SurfaceOptions

    @Flag(help: "Also write report.html, as 'rca-cli report' does.")
    var report = false

    @Flag(help: "End with exit code 2 if the verdict of any case is not reliable.")
    var requireReliable = false

    @Flag(
        help:
            "Skip masks without an image and images without a mask: count them in one line, not as failures."
    )
    var allowUnpaired = false

    @OptionGroup var replacing: ReplaceOptions

    @Flag(help: "Stop at the first case that fails.")
    var failFast = false

    @Flag(help: "Show no progress and no summary; failures are still printed.")
    var quiet = false

    @OptionGroup var calibrated: CalibrationOptions

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard !masks.isEmpty else { throw ValidationError("give at least one --masks folder or archive") }
        try replacing.check(shard)
        guard !requireReliable || shard == nil else {
            throw ValidationError(
                "--require-reliable needs the verdicts of all shards: see rca_reliability.csv after 'rca-cli merge'")
        }
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
        request.errorMaps = errorMaps
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
                    request.changes.threads = engine.workers.threads
                    return try await ReportRun(request).run()
                }
                for line in page.lines(onlyNotes: quiet) { Console.error(line) }
            }
        }
        if outcome.wasInterrupted { throw CommandFailure.interrupted }
        if !outcome.isComplete || (requireReliable && !outcome.isReliable) { throw CommandFailure.casesFailed }
    }
}
