import ArgumentParser
import RCA

/// How masks are scored: the options of every command that runs the engine.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the labels mean, for example lungs=1,heart=2. Not needed with a bundle built with the same labels. If the bundle has more structures, only those you name are scored: lungs=1 for masks of the lungs alone.",
            valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @Option(help: ArgumentHelp("How many references each mask is scored on.", valueName: "count"))
    var referencesPerCase = 20

    @Option(
        help: ArgumentHelp(
            "How the references most similar to an image are found.",
            valueName: "measure"))
    var similarity = Choice(SimilarityMeasure.registeredCorrelation)

    @Option(
        help: ArgumentHelp(
            "What learns from the image and its mask, and then labels the references: \(ClassifierKind.list). Only the Dice on the references depends on it, and with it the published column; the expected Dice, its range and the verdict do not, unless a network registers.",
            valueName: "name"))
    var classifier = Choice(ClassifierKind.freeForm)

    @Option(
        help: ArgumentHelp(
            "What rca_dice_scores.csv contains: dice (on the best reference, as published), expected (the expected Dice with the truth; usually the most accurate), consensus (with what the references agree on), best (the mean over the better half of the references), mean or median (over all of them).",
            valueName: "name"))
    var estimator = Choice(Estimator.dice)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of mask or image names to ignore when matching them (default: \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(
        help: ArgumentHelp(
            "How to place a mask on its image if only one of the two files gives its orientation in the patient (NIfTI): patient (as the file says), rows (its array's first side down, as in NumPy), columns (its first side across). Default: what fits best.",
            valueName: "way"))
    var maskOrientation: Choice<MaskOrientation>?

    @OptionGroup var tables: MaskTableArguments

    @OptionGroup var workers: ThreadsOption

    func validate() throws {
        guard referencesPerCase >= 1 else { throw ValidationError("--references-per-case is 1 or more") }
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
        request.classifier = classifier.value
        request.estimator = estimator.value
        if let threads = workers.threads { request.threads = threads }
        if !suffix.isEmpty { request.suffixes = suffix }
        request.maskOrientation = maskOrientation?.value
        request.maskTables = tables.options
        request.command = CommandLine.arguments
        return request
    }
}

extension ClassifierKind {
    /// Every name with what it means, for the help.
    fileprivate static var list: String {
        allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", ")
    }
}
