import ArgumentParser
import Machine
import RCA

/// `rca-cli segment`: parsing only; the work is ``SegmentationRun``'s.
struct SegmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Draws masks of images from references whose masks are known.",
        discussion: """
            Multi-atlas segmentation: the references most like an image (the atlases) are registered to it, their \
            masks come along, and what they agree on becomes the image's mask. No training.

              rca-cli segment --images IMAGES --reference REFERENCE --output masks

            Writes a label map for each image, called as the image with _labels.png (00000001_000.png gives \
            00000001_000_labels.png), at the image's own size, with the labels of --structures or of the bundle; \
            rca_reliability.csv (whether the image looks like the references at all, and how it lay), \
            rca_failures.csv (images without a result, and why) and rca_run.json (what was run). Look at the masks \
            whose verdict is not "reliable" before you use them.

            --score also predicts the Dice of each mask. References that made a mask agree with it more than they \
            should, so that the score would be too good. Therefore one half of the references draws a mask and the \
            other half scores it, and the other way round; rca_dice_scores.csv and rca_structures.csv have the means.

            Every finished image is kept in a journal in the output folder. Start the same command again after \
            whatever stopped it, and it goes on; an image counts again only if it or the settings have changed, or its \
            result is gone. A label map that somebody has corrected is never written over nor removed, and results of \
            images that are gone stay. Other images need another folder, or --replace.
            """)

    @Option(
        help: ArgumentHelp(
            "Folder of the images, as PNG, or an archive of them (.tar, .tar.gz, .tar.zst, .tar.xz, .zip), or a quoted pattern of archives.",
            valueName: "path"))
    var images: String

    @Option(help: ArgumentHelp("Reference bundle, or a folder with images/ and labels/.", valueName: "path"))
    var reference: String

    @Option(help: ArgumentHelp("Folder for the results; made if it is not there.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "What the labels mean, as lungs=1,heart=2, in the references and in the results. May be left out with a bundle; of one with more structures, those that are named are drawn.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(help: ArgumentHelp("Atlases for each image.", valueName: "count"))
    var atlases = SegmentationParameters().atlasCount

    @Option(help: ArgumentHelp("How the atlases most like an image are found.", valueName: "measure"))
    var similarity = Choice(SegmentationParameters().similarity)

    @Option(
        help: ArgumentHelp(
            "How their masks become one: majority (one atlas, one vote), staple (learns how far each can be trusted), locally-weighted (counts those that look alike nearby), joint (and allows for atlases that err together), posterior (the probability of the truth, from the vote and the networks where the references have some), learned (the networks alone).",
            valueName: "method"))
    var fusion = Choice(SegmentationParameters().fusion)

    @Flag(help: "Write confidence/NAME_confidence.png too: 0 to 255 for how sure each pixel's label is.")
    var confidence = false

    @Flag(help: "Predict the Dice of each mask by two halves of the references. Five times the time.")
    var score = false

    @Option(
        help: ArgumentHelp(
            "Segment only this part of the images, as 3/16: the third of 16. 'rca-cli merge' makes the tables when all parts are done.",
            valueName: "part"))
    var shard: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of image names to leave out of the results' names (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). Give it several times for several.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(help: ArgumentHelp("Workers (default: the processors this process may use).", valueName: "count"))
    var threads: Int?

    @OptionGroup var replacing: ReplaceOptions

    @Flag(help: "Stop at the first image that fails.")
    var failFast = false

    @Flag(help: "No progress and no summary; what fails is still printed.")
    var quiet = false

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        try replacing.check(shard)
        guard atlases >= 1 else { throw ValidationError("--atlases is 1 or more") }
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more") }
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
        request.writesConfidence = confidence
        request.scores = score
        request.replaces = replacing.replace
        if let shard { request.shard = try Shard(parsing: shard) }
        if let threads { request.threads = threads }
        if !suffix.isEmpty { request.suffixes = suffix }
        request.stopsAtFirstFailure = failFast
        request.isQuiet = quiet
        request.logger = logging.logger
        request.command = CommandLine.arguments
        return request
    }
}
