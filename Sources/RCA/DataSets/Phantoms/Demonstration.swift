import Files
public import Imaging
import Journal
import NumericSupport
public import Presentation
import Runs
import Scoring
import Tables

/// Phantoms scored and compared with their truth: what `rca-cli demo` does.
public struct Demonstration: Sendable {
    private let reference: String
    private let output: String
    private let count: Int
    private let seed: UInt64

    public init(reference: String, output: String, count: Int, seed: UInt64) {
        self.reference = reference
        self.output = output
        self.count = count
        self.seed = seed
    }

    /// Predicted and true mean Dice of each kind of damage.
    public struct Comparison: Sendable {
        public let table: String
        public let explanation: String
        /// The masks that could not be scored or written, for what reason; none if all is well.
        public let problems: [InputError]
        /// One a kind of damage, best true Dice first.
        public let rows: [Row]
    }

    /// Means over the masks of one kind of damage.
    public struct Row: Sendable {
        public let damage: String
        /// Nil where a mask has no expected Dice.
        public let expected: ExpectedRange?
        public let published: Double
        public let truth: Double

        /// The expected Dice, or the published one where there is none.
        public var predicted: Double { expected?.dice.asWritten ?? published }
    }

    /// - Throws: ``InputError`` where the reference set cannot be read or a file cannot be written.
    public func run() async throws(InputError) -> Comparison {
        let data = joined(output, "phantoms")
        let outputs = OutputGuard("demo", inputs: [reference])
        for folder in [output, data] { try outputs.checkFolder(folder) }
        try checkScores(of: data)
        PhantomFolders.removeEarlier(data)
        try await PhantomFolders.write(
            count: count, seed: seed, width: 512, height: 512, includesPredictions: true, to: data)
        let damages = try FolderListing(path: joined(data, "predictions")).folders
        var request = ScoringRequest(
            images: joined(data, "images"), masks: damages.map { joined(data, "predictions/\($0)") },
            reference: reference, structures: try Structure.parseList(PhantomFolders.structures),
            output: scores)
        request.isQuiet = true
        request.replaces = true
        let outcome = try await ScoringRun(request).run()
        var rows: [Row] = []
        for (damage, folder) in zip(damages, outcome.folders) {
            let path = joined(data, "truth/\(damage).csv")
            let truth = try TrueScoreRow.rows(of: CSVTable(path: path))
            rows.append(
                Row(
                    damage: damage, expected: folder.expected, published: folder.meanDice ?? 0,
                    truth: Self.mean(truth.compactMap { $0.dice.map(Double.init) })))
        }
        rows.sort { $0.truth > $1.truth }
        return Comparison(
            table: Self.table(rows), explanation: explanation(rows),
            problems: outcome.folders.flatMap { $0.failures.map(\.error) + $0.unwritten }, rows: rows)
    }

    private var scores: String { joined(output, "scores") }

    /// An earlier demonstration is replaced, and nothing else.
    /// - Throws: ``InputError`` (`option invalid`) where there are results of other masks.
    private func checkScores(of data: String) throws(InputError) {
        let journals = JournalFolder(output: scores)
        let begun = FolderListing.isFolder(journals.path) ? try journals.found() : []
        var isOwn = !begun.isEmpty || !WrittenFiles.exist(in: scores)
        for shard in begun {
            let header = try Journal.Content(JournalFile(path: journals.journal(shard))).header
            isOwn = isOwn && header?.masks.allSatisfy { $0.hasPrefix(joined(data, "predictions/")) } ?? false
        }
        guard isOwn else {
            throw InputError(
                .optionInvalid, scores, "holds results of other masks than a demonstration's",
                remedy: "choose another --output folder")
        }
    }

    private static func table(_ rows: [Row]) -> String {
        var table = TextTable(columns: [
            ("masks", .left), ("expected Dice", .right), ("range", .right), ("published", .right),
            ("true Dice", .right), ("advice", .left),
        ])
        for row in rows {
            table.append([
                row.damage, DecimalText.threeDigits(row.predicted), row.expected?.rangeText ?? "–",
                DecimalText.threeDigits(row.published), DecimalText.threeDigits(row.truth),
                row.predicted < 0.7 ? "probably wrong" : row.predicted < 0.9 ? "look at it" : "probably fine",
            ])
        }
        return table.text
    }

    private func explanation(_ rows: [Row]) -> String {
        let error = Self.mean(rows.map { abs($0.predicted - $0.truth) })
        return """

            Each row is one way to damage the masks of \(count) drawn chest X-rays. "expected Dice" was worked out \
            without the truth; it is off by \(DecimalText.threeDigits(error)) on average. The true Dice of a mask lies in its \
            range nine times in ten; here are the means of both ends. "published" is the best reference's Dice, as published \
            scores have it.
            The scores in the published format: \(joined(output, "scores"))/*/rca_dice_scores.csv
            """
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
