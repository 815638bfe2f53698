import Glibc
import Synchronization

/// Records kept on disk while a run needs them: what would not fit in memory when there are millions of cases.
///
/// The file has no name and is gone with the process. It lies in `$SLURM_TMPDIR`, `$TMPDIR` or `/tmp`: the node's own
/// disk where the batch system has one.
package final class ScratchFile: Sendable {
    private static let blockSize = 1 << 18

    private struct Pending {
        var bytes: [UInt8] = []
        var written = 0
    }

    private let descriptor: Int32
    private let folder: String
    private let pending = Mutex(Pending())

    /// - Throws: ``InputError`` (`output unwritable`) where no file can be made there.
    package init() throws(InputError) {
        folder = Self.usualFolder
        let path = joined(folder, ".rca-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(folder) }
        unlink(path)
    }

    deinit { close(descriptor) }

    /// Where scratch files are made.
    package static var usualFolder: String {
        let named = ["SLURM_TMPDIR", "TMPDIR"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } }
        return named.first { FolderListing.isFolder($0) } ?? "/tmp"
    }

    /// Appends a record of any bytes, up to 4 GiB.
    /// - Throws: ``InputError`` (`output unwritable`) where the disk is full.
    package func append(record: UnsafeRawBufferPointer) throws(InputError) {
        let isWritten = pending.withLock { pending in
            withUnsafeBytes(of: UInt32(record.count)) { pending.bytes.append(contentsOf: $0) }
            pending.bytes.append(contentsOf: record)
            return pending.bytes.count < Self.blockSize || Self.flush(&pending, descriptor)
        }
        guard isWritten else { throw Self.failure(folder) }
    }

    /// Puts the last records where a reader finds them.
    package func finishWriting() throws(InputError) {
        guard pending.withLock({ Self.flush(&$0, descriptor) }) else { throw Self.failure(folder) }
    }

    /// The bytes written and finished: where the next record will begin.
    package var end: Int { pending.withLock { $0.written } }

    /// Fills `buffer` from `offset` on.
    /// - Returns: how much of it was filled; less only at the end.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(InputError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(folder) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    private static func flush(_ pending: inout Pending, _ descriptor: Int32) -> Bool {
        let isWritten = pending.bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return true
        }
        pending.written += pending.bytes.count
        pending.bytes.removeAll(keepingCapacity: true)
        return isWritten
    }

    private static func failure(_ folder: String) -> InputError {
        InputError(
            .outputUnwritable, folder, "a scratch file cannot be used there (\(systemMessage(errno)))",
            remedy: "free space, or set TMPDIR to a folder on another disk")
    }
}

/// Reads a stretch of a scratch file record by record.
package struct RecordReader {
    private let file: ScratchFile
    private let blockSize: Int
    private var unread: Range<Int>
    private var block: [UInt8] = []
    private var position = 0

    /// - Parameter range: whole records, as offsets in the file.
    package init(_ file: ScratchFile, _ range: Range<Int>, blockSize: Int = 1 << 16) {
        self.file = file
        self.blockSize = blockSize
        unread = range
    }

    /// Hands over the next record, whose bytes are gone when `body` returns.
    /// - Returns: false at the end, without a call.
    package mutating func next(_ body: (UnsafeRawBufferPointer) -> Void) throws(InputError) -> Bool {
        guard try load(4) else { return false }
        let count = Int(block.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt32.self) })
        guard try load(4 + count) else { return false }
        block.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[(position + 4)..<(position + 4 + count)])) }
        position += 4 + count
        return true
    }

    /// Sees to it that so many bytes from `position` on are in the block.
    private mutating func load(_ needed: Int) throws(InputError) -> Bool {
        guard block.count - position < needed else { return true }
        block.removeFirst(position)
        position = 0
        let wanted = min(max(blockSize, needed - block.count), unread.count)
        guard block.count + wanted >= needed else { return false }
        let kept = block.count
        block.append(contentsOf: repeatElement(0, count: wanted))
        let offset = unread.lowerBound
        let filled = try block.withUnsafeMutableBufferPointer { (bytes) throws(InputError) -> Int in
            try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[kept...]), at: offset
            )
        }
        unread = (offset + filled)..<unread.upperBound
        return filled == wanted
    }
}
