import Files

/// One line of a journal: fields with tabs between them, and at the end a CRC-32C of all before it in eight
/// hexadecimal digits. In a field a backslash stands before what would end it: `\t`, `\n`, `\r`, `\\`.
package enum JournalLine {
    /// A line being written.
    package struct Writer {
        package private(set) var bytes: [UInt8] = []
        private var start = 0
        private var hasFields = false

        mutating func append(_ text: String) {
            startField()
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\t"): bytes += [backslash, UInt8(ascii: "t")]
                case UInt8(ascii: "\n"): bytes += [backslash, UInt8(ascii: "n")]
                case UInt8(ascii: "\r"): bytes += [backslash, UInt8(ascii: "r")]
                case backslash: bytes += [backslash, backslash]
                default: bytes.append(byte)
                }
            }
        }

        mutating func append(_ number: Int) {
            startField()
            bytes.append(contentsOf: number.description.utf8)
        }

        /// Nil is an empty field.
        mutating func append(_ number: Float?) {
            startField()
            if let number, !number.isNaN { bytes.append(contentsOf: number.description.utf8) }
        }

        mutating func endLine() {
            let checksum = bytes.withUnsafeBytes {
                CyclicRedundancyCheck.value(of: UnsafeRawBufferPointer(rebasing: $0[start...]))
            }
            bytes.append(tab)
            let digits = String(checksum, radix: 16)
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: checksumDigits - digits.utf8.count))
            bytes.append(contentsOf: digits.utf8)
            bytes.append(newline)
            start = bytes.count
            hasFields = false
        }

        private mutating func startField() {
            if hasFields { bytes.append(tab) }
            hasFields = true
        }
    }

    /// The fields of a line without its newline, taken one after another.
    package struct Reader {
        private var rest: UnsafeRawBufferPointer
        private(set) var isAtEnd = false

        /// Nil where the line is not whole: its checksum is missing or wrong.
        package init?(_ line: UnsafeRawBufferPointer) {
            let length = line.count - JournalLine.checksumDigits - 1
            guard length >= 0, line[length] == JournalLine.tab else { return nil }
            let content = UnsafeRawBufferPointer(rebasing: line[..<length])
            var checksum: UInt32 = 0
            for byte in line[(length + 1)...] {
                guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
                checksum = checksum << 4 | UInt32(digit)
            }
            guard checksum == CyclicRedundancyCheck.value(of: content) else { return nil }
            rest = content
        }

        /// The next field, nil behind the last.
        package mutating func text() -> String? {
            guard let field = field() else { return nil }
            guard field.contains(JournalLine.backslash) else { return String(decoding: field, as: UTF8.self) }
            var bytes: [UInt8] = []
            var isEscaped = false
            for byte in field {
                if isEscaped {
                    bytes.append(JournalLine.escaped[byte] ?? byte)
                    isEscaped = false
                } else if byte == JournalLine.backslash {
                    isEscaped = true
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        package mutating func integer() -> Int? { field().flatMap { Int(String(decoding: $0, as: UTF8.self)) } }

        /// A number, or an empty field as `.some(nil)`; nil for anything else.
        mutating func number() -> Float?? {
            guard let field = field() else { return nil }
            if field.isEmpty { return .some(nil) }
            return Float(String(decoding: field, as: UTF8.self)).map { .some($0) }
        }

        private mutating func field() -> UnsafeRawBufferPointer? {
            guard !isAtEnd else { return nil }
            if let end = rest.firstIndex(of: JournalLine.tab) {
                defer { rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...]) }
                return UnsafeRawBufferPointer(rebasing: rest[..<end])
            }
            isAtEnd = true
            return rest
        }
    }

    private static let checksumDigits = 8
    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    private static let escaped: [UInt8: UInt8] = [
        UInt8(ascii: "t"): tab, UInt8(ascii: "n"): newline, UInt8(ascii: "r"): UInt8(ascii: "\r"),
    ]
}
