import Glibc
package import Imaging

/// A journal as bytes on disk, read in pieces. Sendable: reading at an offset moves nothing.
package final class JournalFile: Sendable {
    package let path: String
    private let descriptor: Int32

    /// - Throws: ``InputError`` where there is no such file or it cannot be read.
    package init(path: String) throws(InputError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? InputError(.fileMissing, path, "does not exist", remedy: "check the path")
                : InputError(.fileUnreadable, path, "cannot be opened (\(systemMessage(errno)))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw InputError(.fileUnreadable, path, "is not a regular file")
        }
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from `offset` on, appended to `bytes`.
    /// - Returns: how many there were.
    package func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws(InputError) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        var filled = 0
        while filled < count {
            let received = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + start + filled, count - filled, off_t(offset + filled))
            }
            if received < 0 && errno == EINTR { continue }
            guard received >= 0 else {
                throw InputError(.fileUnreadable, path, "cannot be read (\(systemMessage(errno)))")
            }
            if received == 0 { break }
            filled += received
        }
        bytes.removeLast(count - filled)
        return filled
    }
}

/// Goes through a journal from its beginning to its end, line by line, in little memory.
package struct JournalScanner {
    private static let blockSize = 1 << 20
    /// Longer than any line that is written: more without an end is no journal.
    private static let longestLine = 1 << 26

    private let file: JournalFile
    private var block: [UInt8] = []
    private var position = 0
    private var blockOffset = 0

    /// Where the last whole line ends. What stands behind was being written when the process was stopped.
    private(set) var end = 0
    /// Lines with a wrong checksum, which are passed over.
    package private(set) var damagedLines = 0

    package init(_ file: JournalFile) { self.file = file }

    /// Hands over the next whole line: its kind, the fields behind, and where it stands.
    /// - Returns: false at the end, without a call.
    package mutating func next(
        _ body: (JournalRecord.Kind, inout JournalLine.Reader, Int) throws(InputError) -> Void
    ) throws(InputError) -> Bool {
        while let length = try lineLength() {
            let offset = blockOffset + position
            let start = position
            position += length + 1
            end = offset + length + 1
            let isWhole = try block.withUnsafeBufferPointer { (bytes) throws(InputError) -> Bool in
                let line = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<(start + length)])
                guard var reader = JournalLine.Reader(line), let name = reader.text(),
                    let kind = JournalRecord.Kind(rawValue: name)
                else { return false }
                try body(kind, &reader, offset)
                return true
            }
            if isWhole { return true }
            damagedLines += 1
        }
        return false
    }

    /// The bytes up to the next newline, nil where there is none any more.
    private mutating func lineLength() throws(InputError) -> Int? {
        var searched = position
        while true {
            let found = block.withUnsafeBytes { bytes -> Int? in
                guard searched < bytes.count,
                    let place = memchr(bytes.baseAddress! + searched, 0x0A, bytes.count - searched)
                else { return nil }
                return UnsafeRawPointer(place) - bytes.baseAddress!
            }
            if let found { return found - position }
            block.removeFirst(position)
            blockOffset += position
            position = 0
            searched = block.count
            guard block.count <= Self.longestLine,
                try file.read(Self.blockSize, at: blockOffset + block.count, into: &block) > 0
            else { return nil }
        }
    }
}

/// Reads single entries of a journal by their offsets; neighbours come from one block.
package struct JournalWindow {
    private let file: JournalFile
    private let blockSize: Int
    private var block: [UInt8] = []
    private var blockOffset = 0

    package init(_ file: JournalFile, blockSize: Int = 1 << 16) {
        self.file = file
        self.blockSize = blockSize
    }

    /// Hands over the fields of the whole line at `offset`.
    package mutating func read<Value>(
        at offset: Int, _ body: (JournalRecord.Kind, inout JournalLine.Reader) -> Value?
    ) throws(InputError) -> Value {
        var size = blockSize
        while true {
            if let value = value(at: offset, body) { return value }
            guard blockOffset != offset || block.count == size else { break }
            if blockOffset == offset { size *= 2 }
            block.removeAll(keepingCapacity: true)
            blockOffset = offset
            _ = try file.read(size, at: offset, into: &block)
            if let value = value(at: offset, body) { return value }
            guard block.count == size else { break }
        }
        throw InputError(
            .fileDamaged, file.path, "has changed while it was read", remedy: "see that no other process writes it")
    }

    private func value<Value>(
        at offset: Int, _ body: (JournalRecord.Kind, inout JournalLine.Reader) -> Value?
    ) -> Value? {
        let start = offset - blockOffset
        guard (0..<max(block.count, 0)).contains(start) else { return nil }
        return block.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start...])
            guard let end = memchr(rest.baseAddress!, 0x0A, rest.count) else { return nil }
            let line = UnsafeRawBufferPointer(rebasing: rest[..<(UnsafeRawPointer(end) - rest.baseAddress!)])
            guard var reader = JournalLine.Reader(line), let name = reader.text(),
                let kind = JournalRecord.Kind(rawValue: name)
            else { return nil }
            return body(kind, &reader)
        }
    }
}
