import Glibc

/// Size and time of a file: what tells without reading it that it is as it was.
package struct FileStamp: Equatable {
    package let size: Int
    /// Nanoseconds since 1970: when its content was last changed, or, if that is later, what the file system keeps of
    /// it. A file that takes the place of another may bring along the time of its own content, as tar and rsync see to.
    package let modified: Int64

    package init(size: Int, modified: Int64) {
        self.size = size
        self.modified = modified
    }

    /// Nil where there is no such file.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        size = Int(status.st_size)
        modified = max(Self.nanoseconds(status.st_mtim), Self.nanoseconds(status.st_ctim))
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// What a file's content is known by in a journal: a CRC-32C and its size. It finds changes, not forgeries.
package struct FileDigest: Hashable, Sendable, CustomStringConvertible {
    package let checksum: UInt32
    package let size: Int
    /// ``FileStamp/modified``
    package let modified: Int64

    package init(checksum: UInt32, size: Int, modified: Int64) {
        self.checksum = checksum
        self.size = size
        self.modified = modified
    }

    /// Whether both are of one content, whenever it was written.
    package func isOfSameContent(as other: FileDigest) -> Bool { checksum == other.checksum && size == other.size }

    /// Reads what ``description`` wrote; nil for anything else.
    package init?(_ text: Substring) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 2)
        guard parts.count == 3, let checksum = UInt32(Substring(parts[0]), radix: 16),
            let size = Int(Substring(parts[1])),
            let modified = Int64(Substring(parts[2]))
        else { return nil }
        self.init(checksum: checksum, size: size, modified: modified)
    }

    package var description: String { "\(String(checksum, radix: 16))-\(size)-\(modified)" }
}
