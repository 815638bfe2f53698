public import Evaluation
public import Imaging

/// A score file that was looked at from end to end: what it holds, and everything that is wrong with it.
///
/// Reading goes on behind a bad row, so that one look finds all of them.
public struct ScoreFile: Sendable {
    /// A name and its score.
    public struct Entry: Sendable, Equatable {
        /// The row, from 0.
        public let row: Int
        /// Nil where the file does not give this name one score from 0 to 1.
        public let score: Float?
    }

    /// The path, as the user gave it.
    public let path: String
    public let rowCount: Int
    /// Problems first.
    public let findings: [ScoreFileFinding]
    /// One a name that is not empty, sorted by the bytes of the name.
    public let entries: [Entry]
    private let table: CSVTable?
    private let fname: Int

    /// Reads and checks a file, plain or compressed by gzip.
    ///
    /// - Parameter pattern: what names are expected to look like; nil expects nothing.
    /// - Throws: ``InputError`` where there is no file to look at: missing, a folder, unreadable, too large. What is
    ///   wrong in the file is in ``findings``.
    public init(path: String, pattern: NamePattern?) throws(InputError) {
        self.path = path
        var findings = ScoreFileFindings()
        do throws(InputError) {
            let table = try CSVTable(path: path)
            let fname = try table.column(named: "fname")
            let dice = try table.column(named: "dice")
            var check = ScoreFileCheck(table: table, fname: fname, dice: dice)
            check.run(pattern: pattern)
            self.table = table
            self.fname = fname
            rowCount = table.rows.count
            entries = check.entries
            findings = check.findings
        } catch  where error.code == .fileEmpty || error.code == .fileDamaged || error.code == .formatUnsupported {
            table = nil
            fname = 0
            rowCount = 0
            entries = []
            findings.add(.noTable, error.remedy.map { "\(error.problem); \($0)" } ?? error.problem)
        }
        self.findings = findings.all
    }

    /// Whether every name has one score from 0 to 1.
    public var isSound: Bool { problems.isEmpty }

    public var problems: [ScoreFileFinding] { findings.filter(\.kind.isProblem) }

    /// What is read as it is meant, and yet not the published format.
    public var notes: [ScoreFileFinding] { findings.filter { !$0.kind.isProblem } }

    /// The scores of all names that have one, in the names' order.
    public var scores: [Float] { entries.compactMap(\.score) }

    /// Nil where no name has a score.
    public var distribution: ScoreDistribution? { ScoreDistribution(scores) }

    /// The name in a row. Bytes that are no UTF-8 are replaced.
    public func name(_ entry: Entry) -> String { String(decoding: nameBytes(entry), as: UTF8.self) }

    /// The names with the lowest scores, lowest first; equal ones by name.
    public func worst(_ count: Int) -> [(fname: String, score: Float)] {
        let scored = entries.indices.filter { entries[$0].score != nil }
        func score(_ index: Int) -> Float { entries[index].score ?? 0 }
        return scored.sorted { (score($0), $0) < (score($1), $1) }.prefix(count)
            .map { (name(entries[$0]), score($0)) }
    }

    func nameBytes(_ entry: Entry) -> ArraySlice<UInt8> { table?.bytes(inRow: entry.row, column: fname) ?? [] }
}
