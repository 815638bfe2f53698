/// A comma-separated table being written, as bytes (RFC 4180, with LF at the end of every line).
///
/// A field is quoted only where a comma, a quote, CR or LF in it demands that, so plain tables come out plain.
/// Text is UTF-8, without a byte order mark. A number that is not there is an empty field.
///
///     var table = CSVWriter(header: ["fname", "dice"])
///     table.append("00000001_000_labels.png")
///     table.append(Float(0.95273715))
///     table.endRow()
public struct CSVWriter: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8] = []
    private let columnCount: Int
    private var fieldsInRow = 0

    /// Starts a table with its first line.
    /// - Precondition: there is at least one column.
    public init(header: [String]) {
        precondition(!header.isEmpty, "a table has at least one column")
        columnCount = header.count
        for name in header { append(name) }
        endRow()
    }

    /// Appends a field of text, quoted where it has to be.
    public mutating func append(_ text: String) {
        startField()
        if text.utf8.contains(where: Self.demandsQuotes) {
            bytes.append(Self.quote)
            for byte in text.utf8 {
                if byte == Self.quote { bytes.append(Self.quote) }
                bytes.append(byte)
            }
            bytes.append(Self.quote)
        } else if text.isEmpty && columnCount == 1 {
            // Otherwise the row would be a blank line, which readers skip.
            bytes.append(contentsOf: [Self.quote, Self.quote])
        } else {
            bytes.append(contentsOf: text.utf8)
        }
    }

    /// Appends a number as ``ShortestFloat`` writes it; nil and not-a-number leave the field empty.
    public mutating func append(_ number: Float?) {
        guard let number, !number.isNaN else { return append("") }
        startField()
        ShortestFloat.append(number, to: &bytes)
    }

    /// Ends the row.
    /// - Precondition: the row has as many fields as the header.
    public mutating func endRow() {
        precondition(fieldsInRow == columnCount, "a row has as many fields as the header")
        bytes.append(UInt8(ascii: "\n"))
        fieldsInRow = 0
    }

    /// What was written since the last call, for a file that is written piece by piece.
    package mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func startField() {
        if fieldsInRow > 0 { bytes.append(UInt8(ascii: ",")) }
        fieldsInRow += 1
    }

    private static let quote = UInt8(ascii: "\"")

    private static func demandsQuotes(_ byte: UInt8) -> Bool {
        byte == quote || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
