import Glibc
package import Imaging
import Machine
import Synchronization

/// Appends lines to a journal. What was appended is on the disk about a second later, and at the end.
///
/// Workers hand their lines over and go on; one of them writes the batch when it is due. A batch that cannot be
/// written, as on a full disk, is taken back to the last whole line, and every later append fails.
package final class JournalWriter: Sendable {
    /// A batch is written at this size, or after this time.
    private static let batchBytes = 1 << 18
    private static let batchSeconds = 1.0

    private struct Batch {
        var bytes: [UInt8] = []
        var isBeingWritten = false
        var lastWritten = Stopwatch()
    }

    private struct Output {
        var end: Int
        var failure: InputError?
    }

    package let path: String
    private let descriptor: Int32
    private let batch = Mutex(Batch())
    private let output: Mutex<Output>
    private let hasFailed = Atomic<Bool>(false)

    /// Goes on behind the whole lines of a journal, or begins one.
    ///
    /// - Parameter end: where the last whole line ends; what stands behind is cut off.
    /// - Throws: ``InputError`` (`output unwritable`), as every function here.
    package init(path: String, end: Int) throws(InputError) {
        self.path = path
        output = Mutex(Output(end: end))
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) >= 0 else {
            close(descriptor)
            throw Self.unwritable(path)
        }
        Self.synchronizeFolder(of: path)
    }

    deinit { close(descriptor) }

    /// Takes whole lines. Returns before they are on the disk.
    package func append(_ lines: [UInt8]) throws(InputError) {
        let due = batch.withLock { batch -> [UInt8]? in
            batch.bytes += lines
            guard !batch.isBeingWritten,
                batch.bytes.count >= Self.batchBytes || batch.lastWritten.seconds >= Self.batchSeconds
            else { return nil }
            batch.isBeingWritten = true
            defer { batch.bytes = [] }
            return batch.bytes
        }
        // Not the output's lock at every call: it is held while the disk works.
        if hasFailed.load(ordering: .acquiring), let failure = output.withLock({ $0.failure }) { throw failure }
        guard let due else { return }
        try write(due)
    }

    /// Writes what has been appended, and returns when the disk has it.
    package func flush() throws(InputError) {
        let rest = batch.withLock { batch in
            defer { batch.bytes = [] }
            return batch.bytes
        }
        try write(rest)
    }

    private func write(_ bytes: [UInt8]) throws(InputError) {
        let failure = output.withLock { output -> InputError? in
            if output.failure != nil { return output.failure }
            if !writeAll(bytes) || fdatasync(descriptor) != 0 {
                output.failure = Self.unwritable(path)
                hasFailed.store(true, ordering: .releasing)
                // Half a line would be dropped at the next start as well; a short file is only clearer.
                ftruncate(descriptor, off_t(output.end))
                fdatasync(descriptor)
            } else {
                output.end += bytes.count
            }
            return output.failure
        }
        batch.withLock {
            $0.isBeingWritten = false
            $0.lastWritten = Stopwatch()
        }
        if let failure { throw failure }
    }

    private func writeAll(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return true
        }
    }

    /// So that the file's name outlives a loss of power too.
    private static func synchronizeFolder(of path: String) {
        let descriptor = open(parentFolder(of: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func unwritable(_ path: String) -> InputError {
        let code = errno
        let remedy =
            code == ENOSPC || code == EDQUOT || code == EFBIG
            ? "free space and give the same command again: it goes on where it stopped"
            : "make it writable and give the same command again: it goes on where it stopped"
        return InputError(
            .outputUnwritable, path, "the journal cannot be written (\(systemMessage(code)))",
            remedy: remedy)
    }
}
