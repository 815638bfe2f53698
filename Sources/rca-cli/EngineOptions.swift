import ArgumentParser
import RCA

/// How masks are scored: the options of every command that runs the engine.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the labels mean, as lungs=1,heart=2. May be left out with a bundle that was built with the same labels. Of a bundle with more structures, those that are named are scored: lungs=1 for masks of the lungs alone.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(help: ArgumentHelp("References that each mask is scored on.", valueName: "count"))
    var referencesPerCase = 20

    @Option(
        help: ArgumentHelp(
            "How the references most like an image are found.",
            valueName: "measure"))
    var similarity = Choice(SimilarityMeasure.registeredCorrelation)

    @Option(
        help: ArgumentHelp(
            "What rca_dice_scores.csv holds: dice (the best reference's, as published), expected (the Dice to be expected with the truth; the most accurate), consensus (against what the references agree on), best, mean or median over references.",
            valueName: "name"))
    var estimator = Choice(Estimator.dice)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of mask or image names to ignore when pairing (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). Give it several times for several.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(
        help: ArgumentHelp(
            "How masks lie on images where only one of both files says how it lies in the patient (NIfTI): patient, as the file says; rows, its array's rows first, as NumPy's; columns, its columns first (default: what fits best).",
            valueName: "way"))
    var maskOrientation: Choice<MaskOrientation>?

    @Option(help: ArgumentHelp("Workers (default: the processors this process may use).", valueName: "count"))
    var threads: Int?

    func validate() throws {
        guard referencesPerCase >= 1 else { throw ValidationError("--references-per-case is 1 or more") }
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more") }
    }

    /// A request with these options.
    func request(images: String, masks: [String], reference: String, output: String) throws(InputError)
        -> ScoringRequest
    {
        var request = ScoringRequest(
            images: images, masks: masks, reference: reference,
            structures: try labels.list(structures),
            output: output)
        request.referencesPerCase = referencesPerCase
        request.similarity = similarity.value
        request.estimator = estimator.value
        if let threads { request.threads = threads }
        if !suffix.isEmpty { request.suffixes = suffix }
        request.maskOrientation = maskOrientation?.value
        request.command = CommandLine.arguments
        return request
    }
}
