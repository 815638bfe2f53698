import Glibc
import Imaging
import Scoring

/// A case's file read whole, with what it is known by later.
struct FileContent {
    let bytes: [UInt8]
    let digest: FileDigest

    /// - Throws: ``InputError`` where the file cannot be read, or is larger than an image may be.
    init(path: String) throws(InputError) {
        // Before the content: a file that is replaced in between is then taken for changed, never for unchanged.
        let stamp = FileStamp(path: path)
        let bytes = try InputFile.read(at: path, maximumBytes: ImageLimits.standard.fileBytes)
        self.init(bytes, modified: stamp?.modified ?? 0)
    }

    /// - Parameter modified: when the file, or the archive it is in, was last changed.
    init(_ bytes: [UInt8], modified: Int64) {
        self.bytes = bytes
        digest = FileDigest(
            checksum: CyclicRedundancyCheck.value(of: bytes), size: bytes.count, modified: modified)
    }
}

/// Size and time of a file: what tells without reading it that it is as it was.
struct FileStamp: Equatable {
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int64

    init(size: Int, modified: Int64) {
        self.size = size
        self.modified = modified
    }

    /// Nil where there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        size = Int(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}

/// What a file's content is known by in a journal: a CRC-32C and its size. It finds changes, not forgeries.
package struct FileDigest: Hashable, Sendable, CustomStringConvertible {
    package let checksum: UInt32
    package let size: Int
    /// When the file was last changed, in nanoseconds since 1970.
    package let modified: Int64

    package init(checksum: UInt32, size: Int, modified: Int64) {
        self.checksum = checksum
        self.size = size
        self.modified = modified
    }

    /// Reads what ``description`` wrote; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", maxSplits: 2)
        guard parts.count == 3, let checksum = UInt32(parts[0], radix: 16), let size = Int(parts[1]),
            let modified = Int64(parts[2])
        else { return nil }
        self.init(checksum: checksum, size: size, modified: modified)
    }

    package var description: String { "\(String(checksum, radix: 16))-\(size)-\(modified)" }

    /// Whether the file still has this content. It is read only where its time has changed and its size has not.
    func holds(at path: String, in places: FilePlaces = .folders) -> Bool {
        guard let stamp = places.stamp(path), stamp.size == size else { return false }
        if stamp.modified == modified { return true }
        var files = ReadFiles()
        files.read(path, in: places)
        guard let content = try? files.content(path) else { return false }
        return content.digest.checksum == checksum && content.digest.size == size
    }
}
