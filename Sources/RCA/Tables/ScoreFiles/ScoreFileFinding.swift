/// What a score file has that it should not have: one kind of finding, and where it occurs.
public struct ScoreFileFinding: Sendable, Equatable {
    /// The kinds. Raw values are stable: they are the keys of JSON reports.
    public enum Kind: String, Sendable, CaseIterable {
        /// No table at all: empty, damaged, not UTF-8 text, without the columns `fname` and `dice`.
        case noTable
        case noRows
        case nameEmpty
        case nameNotText
        case valueEmpty
        case valueNotNumber
        case valueNotFinite
        case valueOutOfRange
        case duplicateDiffers

        case duplicateEqual
        case rowsNotSorted
        case nameNotByPattern
        case valueNotShortest
        case byteOrderMark
        case carriageReturns
        case blankLines
        case lastLineUnended
        case quotedFields
        case extraColumns
        case columnOrder
        case compressed

        /// Whether a file with it is unsound. The others are notes: they are read, and differ from the published
        /// format.
        public var isProblem: Bool {
            switch self {
            case .noTable, .noRows, .nameEmpty, .nameNotText, .valueEmpty, .valueNotNumber, .valueNotFinite,
                .valueOutOfRange, .duplicateDiffers:
                true
            default: false
            }
        }
    }

    /// A place of the file.
    public struct Place: Sendable, Equatable {
        /// From 1; nil for what concerns the whole file.
        public let line: Int?
        public let column: String?
        /// What is wrong there.
        public let problem: String
    }

    public static let listedPlaces = 5

    public let kind: Kind
    /// How often it occurs.
    public internal(set) var count: Int
    /// The first ``listedPlaces`` of them, from the top of the file.
    public internal(set) var places: [Place]

    /// One line a place, `FILE: line 3, column "dice": PROBLEM`, and one for those not listed.
    /// - Parameter listed: the most places to list.
    public func lines(file: String, listed: Int = listedPlaces) -> [String] {
        var lines = places.prefix(listed).map { place in
            var parts = [file]
            let line = place.line.map { "line \($0)" }
            let column = place.column.map { "column \"\($0)\"" }
            let position = [line, column].compactMap { $0 }.joined(separator: ", ")
            if !position.isEmpty { parts.append(position) }
            return PrintableText.text((parts + [place.problem]).joined(separator: ": "))
        }
        if count > lines.count { lines.append(PrintableText.text("\(file): \(count - lines.count) more like that")) }
        return lines
    }
}

/// Findings as they are gathered, by kind.
struct ScoreFileFindings {
    private var byKind: [ScoreFileFinding.Kind: ScoreFileFinding] = [:]

    mutating func add(
        _ kind: ScoreFileFinding.Kind, line: Int? = nil, column: String? = nil, _ problem: @autoclosure () -> String
    ) {
        var finding = byKind[kind] ?? ScoreFileFinding(kind: kind, count: 0, places: [])
        finding.count += 1
        if finding.places.count < ScoreFileFinding.listedPlaces {
            finding.places.append(ScoreFileFinding.Place(line: line, column: column, problem: problem()))
        }
        byKind[kind] = finding
    }

    /// Problems first, each kind in the order of its declaration.
    var all: [ScoreFileFinding] { ScoreFileFinding.Kind.allCases.compactMap { byKind[$0] } }
}
