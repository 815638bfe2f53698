public import Imaging

/// A comma-separated table that was read: a header and rows of as many fields (RFC 4180).
///
/// The fields' bytes lie one after the other, unquoted, so a table costs little more than its file and a field
/// becomes a String or a number only when asked for.
///
///     let table = try CSVTable(bytes: bytes, source: "scores.csv")
///     let dice = try table.column(named: "dice")
///     for row in table.rows { print(try table.number(inRow: row, column: dice) ?? .nan) }
public struct CSVTable: Sendable {
    /// The file's name, for messages.
    public let source: String
    /// The names of the columns, in the file's order.
    public let header: [String]
    /// How the file was laid out, which the table itself does not depend on.
    public package(set) var layout: CSVLayout
    let content: [UInt8]
    /// Where each field ends in `content`, the header's fields first.
    let fieldEnds: [Int]
    /// The line of the file on which each record starts, from 1, the header's first.
    let lines: [Int]

    /// Reads a table.
    ///
    /// Lines may end in LF or CRLF; a UTF-8 byte order mark and blank lines are skipped; quoted fields may hold
    /// commas, doubled quotes and line ends. Spaces belong to their field.
    /// - Parameters:
    ///   - bytes: the file's content, UTF-8.
    ///   - source: the file's name, for messages.
    /// - Throws: `InputError` (`fileEmpty`, `fileDamaged`, `formatUnsupported`) with the line and column at fault,
    ///   also where a row has more or fewer fields than the header.
    public init(bytes: [UInt8], source: String) throws(InputError) {
        var parser = CSVParser(source: source, byteCount: bytes.count)
        try parser.parse(bytes)
        self.init(parser)
    }

    init(_ parser: CSVParser) {
        source = parser.source
        content = parser.content
        fieldEnds = parser.fieldEnds
        lines = parser.lines
        layout = parser.layout
        header = (0..<parser.columnCount).map { column in
            let start = column == 0 ? 0 : parser.fieldEnds[column - 1]
            return String(decoding: parser.content[start..<parser.fieldEnds[column]], as: UTF8.self)
        }
    }

    /// The rows below the header, counted from 0.
    public var rows: Range<Int> { 0..<(lines.count - 1) }

    /// The position of the column called `name`.
    /// - Throws: `InputError` (`formatUnsupported`) that lists the columns found, if there is none or more than one.
    public func column(named name: String) throws(InputError) -> Int {
        guard let column = try column(ifPresent: name) else {
            throw InputError(
                .formatUnsupported, source,
                "no column is called \"\(name)\"; found: \(header.joined(separator: ", "))",
                remedy: "name the columns in the first line, separated by commas")
        }
        return column
    }

    /// The position of the column called `name`, or nil if there is none.
    /// - Throws: `InputError` (`formatUnsupported`) if there is more than one.
    public func column(ifPresent name: String) throws(InputError) -> Int? {
        let first = header.firstIndex(of: name)
        guard first == header.lastIndex(of: name) else {
            throw InputError(.formatUnsupported, source, "two columns are called \"\(name)\"", remedy: "rename one")
        }
        return first
    }

    /// The field's bytes, without its quotes.
    public func bytes(inRow row: Int, column: Int) -> ArraySlice<UInt8> {
        let field = (row + 1) * header.count + column
        return content[fieldEnds[field - 1]..<fieldEnds[field]]
    }

    /// The field as text.
    /// - Throws: `InputError` (`fileDamaged`) if it is not UTF-8.
    public func text(inRow row: Int, column: Int) throws(InputError) -> String {
        guard let text = String(validating: bytes(inRow: row, column: column), as: UTF8.self) else {
            throw error(.fileDamaged, "is not valid UTF-8", row: row, column: column, remedy: "save the file as UTF-8")
        }
        return text
    }

    /// The field as a number, or nil where it is empty or not-a-number (`nan`, `NaN`, `NA`).
    /// - Throws: `InputError` (`fileDamaged`) if it is not a finite decimal number of Float's range.
    public func number(inRow row: Int, column: Int) throws(InputError) -> Float? {
        let field = bytes(inRow: row, column: column)
        if field.isEmpty { return nil }
        if let value = ShortestFloat.value(of: field), !value.isInfinite { return value.isNaN ? nil : value }
        let text = String(decoding: field, as: UTF8.self)
        if text == "NaN" || text == "NA" { return nil }
        throw error(
            .fileDamaged, "\"\(text)\" is not a number", row: row, column: column,
            remedy: text.contains(",") ? "write numbers with a point, as 0.95" : nil)
    }

    /// The line of the file on which a row starts, from 1.
    public func line(ofRow row: Int) -> Int { lines[row + 1] }

    /// An error about one field: `FILE: line 3, column "dice": PROBLEM`.
    public func error(
        _ code: InputError.Code, _ problem: String, row: Int, column: Int, remedy: String? = nil
    ) -> InputError {
        InputError(code, source, "line \(lines[row + 1]), column \"\(header[column])\": \(problem)", remedy: remedy)
    }
}
