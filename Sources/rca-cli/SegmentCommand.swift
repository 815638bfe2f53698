import ArgumentParser
import Machine
import RCA

/// `rca-cli segment`: parsing only; the work is ``SegmentationRun``'s.
struct SegmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Segments images using references whose true masks are known.",
        discussion: """
            Multi-atlas segmentation: the command registers the references most similar to an image (the atlases) to \
            it and carries their masks along. What these masks agree on becomes the image's mask. It needs no \
            training.

              rca-cli segment --images IMAGES --reference REFERENCE --output masks

            Writes a label map for each image, named after it (00000001_000.png gives 00000001_000_labels.png), at \
            the image's own size, with the labels of --structures or of the bundle. Also writes rca_reliability.csv \
            (whether the image looks like the references at all, and how it was oriented), rca_failures.csv (images \
            without a result, and why) and rca_run.json (what was run). Before you use the masks, look at those \
            whose verdict is not "reliable".

            --score also predicts the Dice of each mask. References agree too well with a mask that they have drawn, \
            so the score would be too high. Therefore one half of the references draws the mask and the other half \
            scores it, then the other way round; rca_dice_scores.csv and rca_structures.csv have the means.

            A journal in the output folder keeps every finished image. If the run is stopped, give the same command \
            again and it resumes; it segments an image again only if the image or the settings have changed, or its \
            result is gone. A label map that somebody has corrected is never overwritten or removed, and results of \
            images that are gone stay. For other images choose another folder, or add --replace.
            """)

    @Option(
        help: ArgumentHelp(
            "Folder of the images (PNG, JPEG, DICOM and others), an archive of them (.tar, .tar.gz, .tar.zst, .tar.xz, .tar.bz2, .zip), or a quoted pattern of archives.",
            valueName: "path"))
    var images: String

    @Option(help: ArgumentHelp("Reference bundle, or a folder with images/ and labels/.", valueName: "path"))
    var reference: String

    @Option(help: ArgumentHelp("Folder for the results; created if it does not exist.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "What the labels mean in the references and in the results, for example lungs=1,heart=2. Not needed with a bundle; if the bundle has more structures, only those you name are drawn.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(help: ArgumentHelp("How many atlases to use for each image.", valueName: "count"))
    var atlases = SegmentationParameters().atlasCount

    @Option(help: ArgumentHelp("How the atlases most similar to an image are found.", valueName: "measure"))
    var similarity = Choice(SegmentationParameters().similarity)

    @Option(
        help: ArgumentHelp(
            "How the masks of the atlases are combined: majority (one atlas, one vote), staple (learns how far to trust each atlas), locally-weighted (favours atlases that look similar nearby), joint (also allows for atlases that err together), posterior (the probability of the truth, from the vote and, if the references have them, the networks), learned (the networks alone).",
            valueName: "method"))
    var fusion = Choice(SegmentationParameters().fusion)

    @Option(
        help: ArgumentHelp(
            "How atlases are registered to an image: free-form, or by a network that 'rca-cli reference learn --registration' has put into the bundle (ac-regnet, regnet, ce-regnet, ae-regnet).",
            valueName: "method"))
    var registration = Choice(RegistrationKind.freeForm)

    @Flag(
        help:
            "Write one table, rca_masks.csv, with CheXmask's columns instead of a label map for each image: the run-length masks of each lung and the heart. 'rca-cli score' reads it as --masks."
    )
    var table = false

    @Flag(help: "Also write confidence/NAME_confidence.png: how certain each pixel's label is, from 0 to 255.")
    var confidence = false

    @Flag(help: "Predict the Dice of each mask, using two halves of the references. Takes five times as long.")
    var score = false

    @Option(
        help: ArgumentHelp(
            "Segment only this shard of the images: 3/16 is the third of 16. 'rca-cli merge' makes the tables once all shards are done.",
            valueName: "part"))
    var shard: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of image names to leave out of the results' names (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @OptionGroup var workers: ThreadsOption

    @OptionGroup var replacing: ReplaceOptions

    @Flag(help: "Stop at the first image that fails.")
    var failFast = false

    @Flag(help: "Show no progress and no summary; failures are still printed.")
    var quiet = false

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        try replacing.check(shard)
        guard atlases >= 1 else { throw ValidationError("--atlases is 1 or more") }
    }

    func run() async throws {
        if try replacing.preview(output) { return }
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            InterruptSignal.install()
            return try await SegmentationRun(try request()).run()
        }
        RunSummary(outcome, of: .segmentation, isQuiet: quiet).print()
        if outcome.wasInterrupted { throw CommandFailure.interrupted }
        if !outcome.isComplete { throw CommandFailure.casesFailed }
    }

    private func request() throws(InputError) -> SegmentationRequest {
        var request = SegmentationRequest(
            images: images, reference: reference,
            structures: try labels.list(structures),
            output: output)
        request.parameters.atlasCount = atlases
        request.parameters.similarity = similarity.value
        request.parameters.fusion = fusion.value
        request.registration = registration.value
        request.writesTable = table
        request.writesConfidence = confidence
        request.scores = score
        request.replaces = replacing.replace
        if let shard { request.shard = try Shard(parsing: shard) }
        if let threads = workers.threads { request.threads = threads }
        if !suffix.isEmpty { request.suffixes = suffix }
        request.stopsAtFirstFailure = failFast
        request.isQuiet = quiet
        request.logger = logging.logger
        request.command = CommandLine.arguments
        return request
    }
}
