import Glibc

/// A file that a person gave the program, read in any order, by several threads at once.
package final class RandomAccessFile: Sendable {
    private let path: String
    private let descriptor: Int32
    /// When the file was last changed, in nanoseconds since 1970, as it was opened.
    package let modified: Int64

    /// - Throws: ``InputError`` as ``InputFile/read(at:maximumBytes:)``, but for a limit.
    package init(_ path: String) throws(InputError) {
        self.path = path
        descriptor = try InputFile.opened(path).descriptor
        modified = FileStamp(descriptor: descriptor)?.modified ?? 0
    }

    deinit { close(descriptor) }

    /// `count` bytes from `offset` on.
    /// - Throws: ``InputError`` (`file unreadable`) where they cannot be read, or the file has become shorter.
    package func read(at offset: Int, count: Int) throws(InputError) -> [UInt8] {
        var failure: String?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, failure == nil {
                let received = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if received > 0 {
                    filled += received
                } else if received == 0 {
                    failure = "has become shorter while it was read"
                } else if errno != EINTR {
                    failure = "cannot be read (\(systemMessage(errno)))"
                }
            }
        }
        if let failure { throw InputFile.unreadable(path, failure) }
        return bytes
    }
}
