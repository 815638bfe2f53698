/// A column of a result file: its name in the header, and its field of a row.
public struct ScoreColumn<Row: Sendable>: Sendable {
    /// One field of a row.
    public enum Field: Sendable {
        case text(String)
        /// A number, or an empty field where it is not defined.
        case number(Float?)
    }

    public let name: String
    let field: @Sendable (Row) -> Field

    public init(_ name: String, _ field: @escaping @Sendable (Row) -> Field) {
        self.name = name
        self.field = field
    }
}

/// A row of one of the result files, one a mask or more.
public protocol ScoreRow: Sendable {
    /// The mask's file name.
    var fname: String { get }
    /// The file's columns from left to right. A new figure is a new property and a new entry here.
    static var columns: [ScoreColumn<Self>] { get }
}

/// A row about one structure of a mask.
public protocol StructureRow: ScoreRow {
    var structure: String { get }
}

/// The result files as bytes, sorted so that the same rows give the same bytes whatever order they came in.
public enum ScoreTable {
    /// The file's bytes, rows sorted by the bytes of `fname`; rows of one `fname` stay in the order given.
    public static func bytes<Row: ScoreRow>(_ rows: [Row]) -> [UInt8] {
        write(rows.sorted { $0.fname.precedesInBytes($1.fname) })
    }

    /// The file's bytes, rows sorted by the bytes of `fname`, then by the place of `structure` in `structures`.
    ///
    /// Rows of one mask and structure stay in the order given. A structure that `structures` does not have comes last.
    public static func bytes<Row: StructureRow>(_ rows: [Row], structures: [String]) -> [UInt8] {
        let places = Dictionary(
            structures.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let placed = rows.map { (row: $0, place: places[$0.structure] ?? structures.count) }
        let sorted = placed.sorted { left, right in
            if left.row.fname.precedesInBytes(right.row.fname) { return true }
            return left.place < right.place && left.row.fname.equalsInBytes(right.row.fname)
        }
        return write(sorted.map(\.row))
    }

    private static func write<Row: ScoreRow>(_ rows: [Row]) -> [UInt8] {
        let columns = Row.columns
        var writer = CSVWriter(header: columns.map(\.name))
        for row in rows { writer.append(row, columns: columns) }
        return writer.bytes
    }
}

extension CSVWriter {
    mutating func append<Row: ScoreRow>(_ row: Row, columns: [ScoreColumn<Row>]) {
        for column in columns {
            switch column.field(row) {
            case .text(let text): append(text)
            case .number(let number): append(number)
            }
        }
        endRow()
    }
}
