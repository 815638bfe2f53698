import Imaging
import Tables

/// The marks of several people, from tables `fname,mark` and `fname,mark,rater`, as a report's page saves them.
struct RaterTables {
    /// In the order in which they were first read; each has marks.
    private(set) var raters: [Rater] = []
    /// Tables without any mark, and what is to be said of each.
    private(set) var empty: [(path: String, problem: String)] = []
    private var places: [String: Int] = [:]
    /// Where each mark was, for messages.
    private var lines: [Position: String] = [:]

    private struct Position: Hashable {
        let rater: Int
        let mask: FileName
    }

    /// - Parameters:
    ///   - paths: of tables, at least one.
    ///   - names: of the readers, one a table; empty for the names of the files.
    /// - Throws: ``InputError`` naming line and column where a mark or a name is none, or a reader marked a mask in two
    ///   ways; and where there is no mark at all.
    init(_ paths: [String], names: [String]) throws(InputError) {
        for name in names { try RaterName.check(name) }
        guard names.isEmpty || names.count == paths.count else {
            throw InputError(
                .optionInvalid, "--rater", "is given \(names.count) times for \(paths.count) tables of marks",
                remedy: "give one for each table, in their order")
        }
        let stems = paths.map { path in
            FileStem(of: lastPart(of: path), droppingSuffixes: []).text
        }
        let files = names.isEmpty ? SourceNames.distinct(paths, or: stems) : names
        for (path, name) in zip(paths, files) { try read(path, name: name, isNamed: !names.isEmpty) }
        guard !raters.isEmpty else {
            throw InputError(
                .fileEmpty, paths.joined(separator: ", "), "holds no mark",
                remedy: "mark masks in the page of 'rca-cli report', and save the marks")
        }
    }

    private mutating func read(_ path: String, name: String, isNamed: Bool) throws(InputError) {
        let table = try CSVTable(path: path)
        let fname = try table.column(named: "fname")
        let mark = try table.column(named: "mark")
        let rater = try table.column(ifPresent: "rater")
        guard rater == nil || !isNamed else {
            throw InputError(
                .optionInvalid, "--rater", "\(path) names its readers itself, in the column rater",
                remedy: "leave --rater out")
        }
        if table.rows.isEmpty { empty.append((path, "\(name) marked nothing, and is left out")) }
        for row in table.rows {
            var reader = name
            if let rater {
                reader = try table.text(inRow: row, column: rater)
                if let problem = RaterName.problem(reader) {
                    throw table.error(
                        .fileDamaged, problem, row: row, column: rater,
                        remedy: "write a name, or leave the column out")
                }
            }
            let text = try table.text(inRow: row, column: mark)
            guard let value = Mark(text) else {
                throw table.error(
                    .fileDamaged, "\"\(text)\" is no mark", row: row, column: mark,
                    remedy: "write fine, wrong, or 1 to 5")
            }
            try add(value, of: FileName(try table.text(inRow: row, column: fname)), by: reader, table, row, fname)
        }
    }

    private mutating func add(
        _ mark: Mark, of mask: FileName, by name: String, _ table: CSVTable, _ row: Int, _ column: Int
    ) throws(InputError) {
        if places[name] == nil {
            places[name] = raters.count
            raters.append(Rater(name: name))
        }
        let place = places[name] ?? 0
        let position = Position(rater: place, mask: mask)
        if let earlier = raters[place].marks[mask], earlier != mark {
            throw table.error(
                .fileDamaged,
                "\(name) marked \(mask.text) as \(mark.text), and as \(earlier.text) in \(lines[position] ?? "")",
                row: row, column: column, remedy: "keep one of them")
        }
        if lines[position] == nil { lines[position] = "line \(table.line(ofRow: row)) of \(table.source)" }
        raters[place].add(mark, of: mask)
    }

    /// Every mask that somebody marked, in the order of names.
    var masks: [FileName] {
        Set(raters.flatMap(\.order)).sorted { $0.text.precedesInBytes($1.text) }
    }
}

/// How the marks of several readers of one mask become one.
public enum MarkRule: String, CaseIterable, Sendable {
    /// More than half of those who marked it; a tie is left open.
    case majority
    /// It passes if all pass it.
    case all
    /// It passes if anybody passes it.
    case any

    /// Whether a mask passes; nil where that is open.
    func passes(_ passed: Int, _ failed: Int) -> Bool? {
        switch self {
        case .majority: passed == failed ? nil : passed > failed
        case .all: failed == 0
        case .any: passed > 0
        }
    }
}
