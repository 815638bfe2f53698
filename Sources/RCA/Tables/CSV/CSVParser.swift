import Imaging

/// One pass over a comma-separated file that gathers its fields, unquoted, for ``CSVTable``.
struct CSVParser {
    let source: String
    private(set) var content: [UInt8] = []
    private(set) var fieldEnds: [Int] = []
    private(set) var lines: [Int] = []
    private(set) var columnCount = 0
    private(set) var layout = CSVLayout()
    /// The line that comes next.
    private(set) var line = 1

    init(source: String, byteCount: Int) {
        self.source = source
        content.reserveCapacity(byteCount)
        fieldEnds.reserveCapacity(byteCount / 8)
    }

    /// Goes on behind a piece of the same file.
    init(behind piece: CSVTable, line: Int, byteCount: Int) {
        self.init(source: piece.source, byteCount: byteCount)
        self.line = line
        columnCount = piece.header.count
        lines = [piece.lines[0]]
        fieldEnds = Array(piece.fieldEnds[..<columnCount])
        content = Array(piece.content[..<(fieldEnds.last ?? 0)])
    }

    mutating func parse(_ bytes: [UInt8]) throws(InputError) {
        var position = 0
        if lines.isEmpty { try parseStart(bytes, &position) }
        layout.endsInLineEnd = bytes.last == Self.lineFeed
        while position < bytes.count {
            if skipBlankLine(bytes, &position) { continue }
            try parseRecord(bytes, &position)
        }
        if lines.isEmpty {
            throw InputError(.fileEmpty, source, "has no header line", remedy: "name the columns in the first line")
        }
    }

    private mutating func parseStart(_ bytes: [UInt8], _ position: inout Int) throws(InputError) {
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            throw InputError(.formatUnsupported, source, "is UTF-16 text", remedy: "save it as CSV in UTF-8")
        }
        if let archive = Self.archive(bytes) {
            throw InputError(
                .formatUnsupported, source, "is \(archive), not a table", remedy: "save or unpack it as CSV")
        }
        if let separator = Self.otherSeparator(bytes) {
            throw InputError(
                .formatUnsupported, source, "its columns are separated by \(separator)",
                remedy: "save it with commas between the columns, and points in numbers (0.95, not 0,95)")
        }
        layout.hasByteOrderMark = bytes.starts(with: InputFile.byteOrderMark)
        position = layout.hasByteOrderMark ? InputFile.byteOrderMark.count : 0
    }

    private mutating func skipBlankLine(_ bytes: [UInt8], _ position: inout Int) -> Bool {
        let length = lineEndLength(bytes, at: position)
        guard length > 0 else { return false }
        position += length
        line += 1
        layout.blankLines += 1
        layout.count(lineEndOfLength: length)
        return true
    }

    private mutating func parseRecord(_ bytes: [UInt8], _ position: inout Int) throws(InputError) {
        let firstLine = line
        let firstField = fieldEnds.count
        while true {
            let column = fieldEnds.count - firstField + 1
            if position < bytes.count && bytes[position] == Self.quote {
                try parseQuotedField(bytes, &position, column: column)
            } else {
                try parsePlainField(bytes, &position, column: column)
            }
            fieldEnds.append(content.count)
            guard position < bytes.count, bytes[position] == Self.comma else { break }
            position += 1
        }
        let lineEnd = lineEndLength(bytes, at: position)
        position += lineEnd
        line += 1
        layout.count(lineEndOfLength: lineEnd)

        let count = fieldEnds.count - firstField
        if lines.isEmpty { columnCount = count }
        lines.append(firstLine)
        if count != columnCount {
            throw InputError(
                .fileDamaged, source,
                "line \(firstLine) has \(count) \(count == 1 ? "field" : "fields") where the header has \(columnCount)",
                remedy: "quote fields that contain commas")
        }
    }

    /// Leaves `position` at the comma, the line end or the end of the file.
    private mutating func parsePlainField(
        _ bytes: [UInt8], _ position: inout Int, column: Int
    ) throws(InputError) {
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case Self.comma, Self.lineFeed:
                break scan
            case Self.carriageReturn:
                if lineEndLength(bytes, at: position) == 2 { break scan }
                throw damaged(column, "a carriage return outside quotes", remedy: "end lines in LF or CRLF")
            case Self.quote:
                throw damaged(column, "a quote inside a field that does not start with one", remedy: Self.quoteRemedy)
            default:
                position += 1
            }
        }
        content.append(contentsOf: bytes[start..<position])
    }

    private mutating func parseQuotedField(
        _ bytes: [UInt8], _ position: inout Int, column: Int
    ) throws(InputError) {
        let firstLine = line
        layout.quotedFields += 1
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == Self.quote {
                guard position < bytes.count, bytes[position] == Self.quote else {
                    return try expectFieldEnd(bytes, position, column: column)
                }
                position += 1
            } else if byte == Self.lineFeed {
                line += 1
            }
            content.append(byte)
        }
        line = firstLine
        throw damaged(column, "a quote is opened and never closed", remedy: Self.quoteRemedy)
    }

    private func expectFieldEnd(_ bytes: [UInt8], _ position: Int, column: Int) throws(InputError) {
        if position < bytes.count && bytes[position] != Self.comma && lineEndLength(bytes, at: position) == 0 {
            throw damaged(column, "text after the closing quote", remedy: Self.quoteRemedy)
        }
    }

    /// 1 for LF, 2 for CRLF, 0 for anything else and for the end of the file.
    private func lineEndLength(_ bytes: [UInt8], at position: Int) -> Int {
        guard position < bytes.count else { return 0 }
        if bytes[position] == Self.lineFeed { return 1 }
        let isPair =
            bytes[position] == Self.carriageReturn && position + 1 < bytes.count
            && bytes[position + 1] == Self.lineFeed
        return isPair ? 2 : 0
    }

    /// What a file of another kind is called, told by its first bytes.
    private static func archive(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) { return "a zip archive or a spreadsheet" }
        if bytes.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) { return "an xz archive" }
        if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return "a zstd archive" }
        if bytes.starts(with: [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41]) { return "a bzip2 archive" }
        return nil
    }

    /// What separates the names in the first line, where it is no comma.
    private static func otherSeparator(_ bytes: [UInt8]) -> String? {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.contains(UInt8(ascii: ",")), !line.contains(UInt8(ascii: "\"")) else { return nil }
        if line.contains(UInt8(ascii: ";")) { return "semicolons" }
        return line.contains(UInt8(ascii: "\t")) ? "tabs" : nil
    }

    private func damaged(_ column: Int, _ problem: String, remedy: String) -> InputError {
        InputError(.fileDamaged, source, "line \(line), column \(column): \(problem)", remedy: remedy)
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let quoteRemedy = "put the whole field in quotes and double the quotes inside it"
}
