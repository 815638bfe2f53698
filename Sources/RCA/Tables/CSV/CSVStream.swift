package import Imaging

/// A comma-separated table read piece by piece, so that one of any size fits in memory. It may be compressed by gzip.
///
/// Every piece is a ``CSVTable`` with the header of the file and some of its rows, which know their lines in the file.
///
///     let table = try CSVStream("masks.csv")
///     while let piece = try table.next() { for row in piece.rows { … } }
package final class CSVStream {
    /// A record above it is none: a quote was never closed.
    private static let longestRecord = 1 << 28

    private let path: String
    private let file: InputFileStream
    private let pieceSize: Int
    private var unpacker: GzipUnpacker?
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    private var last: (piece: CSVTable, line: Int)?

    /// - Parameters:
    ///   - path: of the file.
    ///   - pieceSize: how many bytes are read at a time.
    /// - Throws: ``InputError`` where the file is missing, empty or cannot be read.
    package init(_ path: String, pieceSize: Int = 1 << 22) throws(InputError) {
        self.path = path
        // Two bytes tell what is compressed.
        self.pieceSize = max(pieceSize, 2)
        file = try InputFileStream(path)
    }

    /// The next rows; nil behind the last. The first piece is there even where the table has no row.
    ///
    /// - Throws: ``InputError`` as ``CSVTable/init(bytes:source:)``, and where the file cannot be read or unpacked.
    package func next() throws(InputError) -> CSVTable? {
        var end = 0
        var scanned = 0
        var isQuoted = false
        // A table may begin with blank lines: the first piece goes on to the header.
        var hasText = last != nil
        let mark = last == nil ? InputFile.byteOrderMark : []
        while true {
            for index in scanned..<buffer.count {
                // The byte order mark may come in pieces.
                if index < mark.count, buffer[index] == mark[index] { continue }
                switch buffer[index] {
                case UInt8(ascii: "\n"): if !isQuoted, hasText { end = index + 1 }
                case UInt8(ascii: "\r"): break
                case UInt8(ascii: "\""):
                    isQuoted.toggle()
                    hasText = true
                default: hasText = true
                }
            }
            scanned = buffer.count
            if end > 0 || isAtEnd { break }
            guard buffer.count <= Self.longestRecord else {
                throw InputError(
                    .fileDamaged, path, "line \(last?.line ?? 1): a quote is opened and never closed",
                    remedy: "put the whole field in quotes and double the quotes inside it")
            }
            try fill()
        }
        if isAtEnd { end = buffer.count }
        if end == 0, last != nil { return nil }
        let bytes = Array(buffer[..<end])
        buffer.removeFirst(end)
        var parser =
            last.map { CSVParser(behind: $0.piece, line: $0.line, byteCount: bytes.count) }
            ?? CSVParser(source: path, byteCount: bytes.count)
        try parser.parse(bytes)
        let piece = CSVTable(parser)
        last = (piece, parser.line)
        return piece
    }

    private func fill() throws(InputError) {
        let bytes = try file.next(pieceSize)
        if buffer.isEmpty, last == nil, unpacker == nil, Gzip.isCompressed(bytes) {
            unpacker = try GzipUnpacker(source: path)
        }
        isAtEnd = bytes.count < pieceSize
        guard let unpacker else {
            buffer += bytes
            return
        }
        try unpacker.unpack(bytes, into: &buffer)
        if isAtEnd { try unpacker.checkEnd() }
    }
}
