import Foundation
import Testing

/// A log that takes a page and no more until somebody reads it: a job that writes into it is held back in the middle of
/// its work, however quick the job is and however busy the machine.
final class HeldLog {
    private static let page = 4096
    // What <fcntl.h> calls them where _GNU_SOURCE is defined.
    private static let setPipeSize: Int32 = 1031

    private let path: String
    private let descriptor: Int32
    /// What was read of it.
    private(set) var text = ""

    /// A pipe in place of the log that is to be.
    init(path: String) throws {
        self.path = path
        try #require(mkfifo(path, 0o600) == 0)
        // For writing too: who opens it to write need not wait for a reader.
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        try #require(descriptor >= 0 && fcntl(descriptor, Self.setPipeSize, Int32(Self.page)) == Self.page)
    }

    deinit { close(descriptor) }

    /// Reads what fits into a page, so that as much can be written again.
    func take() {
        var bytes = [UInt8](repeating: 0, count: Self.page)
        let count = read(descriptor, &bytes, bytes.count)
        if count > 0 { text += String(decoding: bytes.prefix(count), as: UTF8.self) }
    }

    /// Lets all through that comes, as long as this is there.
    func release() { _ = fcntl(descriptor, Self.setPipeSize, Int32(1 << 20)) }
}
