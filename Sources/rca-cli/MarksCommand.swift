import ArgumentParser
import RCA
import Studies

/// `rca-cli marks`: parsing only; the work is ``MarksRun``'s.
struct MarksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marks",
        abstract: "Compares the marks that several people gave to masks, and lists which masks pass.",
        discussion: """
            People mark masks in the page of 'rca-cli report', as fine or wrong or from 1 (useless) to 5 (perfect), and \
            save their marks. This prints how far they agree beyond chance, with intervals: Cohen's kappa for each pair \
            of them, Fleiss' kappa for all, and for marks from 1 to 5 also weighted by the squares of their distances. \
            Then it lists the masks that they differ about.

              rca-cli marks anna.csv ben.csv --scores scores --fail fail.csv

            Exit codes: 0 all well, 2 a reader marked nothing, or a marked mask has no score (they are listed).
            """)

    @Argument(
        help: ArgumentHelp(
            "Tables fname,mark (one for each reader), or fname,mark,rater.", valueName: "file"),
        completion: .file())
    var tables: [String]

    @OptionGroup var raters: RaterOptions

    @Option(
        help: ArgumentHelp(
            "Output folder of 'rca-cli score', or a score file: says which masks there are.", valueName: "path"),
        completion: .file())
    var scores: String?

    @Option(
        help: ArgumentHelp(
            "When a mask passes: majority (of those who marked it; a tie stays open), all, or any.",
            valueName: "rule"))
    var rule = Choice(MarkRule.majority)

    @Option(help: ArgumentHelp("Write the masks that pass to this table.", valueName: "file"), completion: .file())
    var pass: String?

    @Option(help: ArgumentHelp("Write the masks that fail to this table.", valueName: "file"), completion: .file())
    var fail: String?

    @Option(
        help: ArgumentHelp(
            "Write the masks that some readers pass and others fail to this table.", valueName: "file"),
        completion: .file())
    var disagreements: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Ending of file names to ignore (default: those of rca_run.json, else \(ImageFolder.defaultSuffixes.joined(separator: ", "))). May be given several times.",
            valueName: "text"))
    var suffix: [String] = []

    @OptionGroup var bootstrap: BootstrapOptions

    @Option(help: ArgumentHelp("Format of the result on standard output.", valueName: "format"))
    var format = OutputFormat.text

    @OptionGroup var overwriting: OverwriteOption

    func validate() throws {
        guard !tables.isEmpty else { throw ValidationError("give a table of marks") }
    }

    func run() async throws {
        let report = try await CommandFailure.reporting { () throws(InputError) in
            var request = MarksRequest(tables: tables)
            request.raters = raters.rater
            request.passFrom = raters.passFrom
            request.scores = scores
            request.rule = rule.value
            request.pass = pass
            request.fail = fail
            request.disagreements = disagreements
            if !suffix.isEmpty { request.suffixes = suffix }
            request.resamples = bootstrap.resamples
            request.seed = bootstrap.seed
            request.confidence = bootstrap.confidence
            request.overwrites = overwriting.overwrite
            return try MarksRun(request).run()
        }
        switch format {
        case .text: try Console.output(report.text)
        case .json: try Console.output(report.json)
        case .csv: try Console.output(String(decoding: report.csv, as: UTF8.self))
        }
        guard !report.missing.isEmpty else { return }
        ListedLines.print(report.missing, title: "\(report.missing.count) could not be used:")
        throw CommandFailure.casesFailed
    }
}
