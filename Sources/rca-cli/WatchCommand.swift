import ArgumentParser
import RCA
import Studies

/// `rca-cli watch`: parsing only; the work is ``WatchRun``'s.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watches a segmenter at work: says whether its scores or masks have drifted.",
        discussion: """
            Compares the images that come, day by day, with a baseline: scores, reliability and the shapes of masks, \
            each for all images and for groups. An alarm says which feature drifted, and at which image that was known. \
            You may look as often as you like: without any drift, the chance that there is ever an alarm is --alpha.

              rca-cli watch --baseline scores/june --new scores/july \\
                --state watch.json --page watch.html

            With --state a later call goes on where the last one ended: give only the new scores, or all of them. A \
            drift that was found stays found; once you have dealt with it, begin a new state file.

            Scores are the output folders of 'rca-cli score' (a folder of them is read in the order of their names), or \
            masks without scores: folders, archives or tables of them, with --structures. An image with several masks counts \
            once.

            Exit codes: 0 no drift, 1 drift, 2 some masks cannot be read, or images have no row in the metadata (they \
            are listed, and left out or not grouped), or no new image has anything that is watched.
            """)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Scores or masks of images of which you know that all was well, 20 or more: folders or tables. May be given several times.",
            valueName: "path"), completion: .file())
    var baseline: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Scores or masks of the images that have come since, in the order in which they came: folders or tables. May be given several times.",
            valueName: "path"), completion: .file())
    var new: [String] = []

    @Option(
        help: ArgumentHelp(
            "File that keeps what was watched, for the next call; made by the first call.", valueName: "file"),
        completion: .file())
    var state: String?

    @Option(
        help: ArgumentHelp("Also write this HTML page with the history; each call writes it anew.", valueName: "file"),
        completion: .file())
    var page: String?

    @Option(help: ArgumentHelp("Chance of ever giving a false alarm, in any of the tests.", valueName: "share"))
    var alpha = 0.01

    @Option(
        help: ArgumentHelp(
            "What to watch, for example 'expected,reliability,lungs area' (default: expected Dice, reliability, expected error, areas, raggedness and flags, as far as there are any). Fewer find a drift sooner.",
            valueName: "list"))
    var features: String?

    @Option(
        help: ArgumentHelp(
            "Table with one row per image, as for 'compare': for --by and --order.", valueName: "file"),
        completion: .file())
    var metadata: String?

    @Option(
        help: ArgumentHelp(
            "Also watch groups of images, for example sex,age:20,scanner, as in 'compare'.", valueName: "list"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Column of --metadata to order new images by: a date as 2026-11-29, or a number (default: the order of folders and names).",
            valueName: "column"))
    var order: String?

    @Option(
        help: ArgumentHelp(
            "Regular expression that finds the patient in an image's name, as in 'compare'. Only the first image of each patient then counts.",
            valueName: "pattern"))
    var patientPattern: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: those of rca_run.json, else \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @Option(
        help: ArgumentHelp(
            "With masks in place of scores: what their labels mean, for example lungs=1,heart=2.", valueName: "list"))
    var structures: String?

    @OptionGroup var labels: LabelOptions

    @OptionGroup var tables: MaskTableArguments

    @Option(help: ArgumentHelp("Seed: another one orders equal numbers in another way.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Format of the result on standard output.", valueName: "format"))
    var format = OutputFormat.text

    @OptionGroup var overwriting: OverwriteOption

    @OptionGroup var workers: ThreadsOption

    @Flag(help: "Show no progress.")
    var quiet = false

    func validate() throws {
        guard !baseline.isEmpty, !new.isEmpty else { throw ValidationError("give --baseline and --new") }
        guard alpha > 0, alpha < 1 else { throw ValidationError("--alpha is between 0 and 1") }
        guard (metadata == nil) == (by == nil && order == nil) else {
            throw ValidationError("--metadata goes with --by or --order, and these with it")
        }
    }

    func run() async throws {
        let outcome = try await CommandFailure.reporting { () throws(InputError) in
            var request = WatchRequest(baseline: baseline, new: new)
            request.state = state
            request.page = page
            request.alpha = alpha
            request.features = features.map { $0.split(separator: ",").map(String.init) } ?? []
            request.metadata = metadata
            request.variables = try by.map { text throws(InputError) in try GroupVariable.list(text) } ?? []
            request.order = order
            request.patientPattern = patientPattern
            if !suffix.isEmpty { request.suffixes = suffix }
            request.seed = seed
            request.structures = try labels.list(structures)
            request.maskTables = tables.options
            if let threads = workers.threads { request.threads = threads }
            request.isQuiet = quiet
            request.overwrites = overwriting.overwrite
            return try await WatchRun(request).run()
        }
        switch format {
        case .text: try Console.output(outcome.report.text)
        case .json: try Console.output(outcome.report.json)
        case .csv: try Console.output(String(decoding: outcome.report.csv, as: UTF8.self))
        }
        for note in outcome.notes { Console.error(note) }
        ListedLines.print(outcome.missing, title: "\(outcome.missing.count) images are in no group, or have no place:")
        let count = outcome.failures.count
        ListedLines.print(outcome.failures, title: count == 1 ? "1 mask is left out:" : "\(count) masks are left out:")
        if !outcome.blind.isEmpty {
            Console.error(
                "\(new.joined(separator: ", ")): no new image has any of what is watched (\(outcome.blind.joined(separator: ", "))); "
                    + "give the output folder of 'rca-cli score', as for --baseline")
        }
        if outcome.report.hasDrifted { throw CommandFailure.checkFailed }
        if !outcome.missing.isEmpty || !outcome.failures.isEmpty || !outcome.blind.isEmpty {
            throw CommandFailure.casesFailed
        }
    }
}
