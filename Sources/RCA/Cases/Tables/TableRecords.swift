import Files
import Glibc
import Imaging

/// A table's records one after another, in a bounded piece of memory: where each is in the file, and its bytes.
///
/// A record ends with its line, unless that is within quotes. A quote that is never closed would take in all that
/// follows: whether lines belong together is left to whoever asks (``split()``).
struct TableRecords {
    /// What a record may have: a row of masks has some tens of kilobytes.
    private static let longest = 1 << 24
    private static let pieceSize = 1 << 22

    private let file: InputFileStream
    private var buffer: [UInt8] = []
    /// Where the buffer begins in the file.
    private var offset = 0
    /// Where the next record begins in the buffer.
    private var position = 0
    private var isAtEnd = false
    /// Of the file, from 1, where the next record begins.
    private var line = 1

    /// A record: its bytes, with the end of its line.
    struct Record {
        let start: Int
        let line: Int
        let bytes: ArraySlice<UInt8>
        let lineCount: Int
        /// Whether a quote was opened and not closed.
        let isOpen: Bool
    }

    init(_ path: String) throws(InputError) { file = try InputFileStream(path) }

    /// The next record that is not a blank line; nil behind the last.
    mutating func next() throws(InputError) -> Record? {
        while true {
            guard let record = try nextLine() else { return nil }
            if record.bytes.contains(where: { $0 != 10 && $0 != 13 }) { return record }
        }
    }

    /// Goes back to the second line of the record that was given last: its lines do not belong together.
    mutating func split(_ record: Record) -> Record {
        let end = (record.bytes.firstIndex(of: 10) ?? record.bytes.endIndex - 1) + 1
        position = end
        line = record.line + 1
        return Record(
            start: record.start, line: record.line, bytes: record.bytes[record.bytes.startIndex..<end], lineCount: 1,
            isOpen: true)
    }

    private mutating func nextLine() throws(InputError) -> Record? {
        while true {
            if let found = end(), found.isWhole || isAtEnd || found.end - position > Self.longest {
                let record = Record(
                    start: offset + position, line: line, bytes: buffer[position..<found.end], lineCount: found.lines,
                    isOpen: !found.isWhole && found.isQuoted)
                position = found.end
                line += found.lines
                return record
            }
            if isAtEnd { return nil }
            try fill()
        }
    }

    /// Where the record at `position` ends: behind its line, or with the buffer; nil where that is empty.
    private func end() -> (end: Int, lines: Int, isWhole: Bool, isQuoted: Bool)? {
        guard position < buffer.count else { return nil }
        return buffer.withUnsafeBytes { bytes in
            var start = position
            var lines = 0
            var isQuoted = false
            while start < bytes.count {
                let lineFeed = Self.find(10, bytes, from: start) ?? bytes.count
                var quote = start
                while let found = Self.find(34, bytes, from: quote, to: lineFeed) {
                    isQuoted.toggle()
                    quote = found + 1
                }
                lines += 1
                if lineFeed == bytes.count { break }
                if !isQuoted { return (lineFeed + 1, lines, true, false) }
                start = lineFeed + 1
            }
            return (bytes.count, lines, false, isQuoted)
        }
    }

    private static func find(_ byte: Int32, _ bytes: UnsafeRawBufferPointer, from: Int, to: Int? = nil) -> Int? {
        let count = (to ?? bytes.count) - from
        guard count > 0, let base = bytes.baseAddress, let found = memchr(base + from, byte, count) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private mutating func fill() throws(InputError) {
        offset += position
        buffer.removeFirst(position)
        position = 0
        // An open quote is looked for through all of the buffer again: twice as much each time.
        let count = max(Self.pieceSize, buffer.count)
        let bytes = try file.next(count)
        isAtEnd = bytes.count < count
        buffer += bytes
    }
}
