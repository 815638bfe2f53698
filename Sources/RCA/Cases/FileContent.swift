import Glibc
package import Imaging

/// A case's file read whole, with what it is known by later.
package struct FileContent {
    package let bytes: [UInt8]
    package let digest: FileDigest

    /// - Throws: ``InputError`` where the file cannot be read, or is larger than an image may be.
    package init(path: String) throws(InputError) {
        // Before the content: a file that is replaced in between is then taken for changed, never for unchanged.
        let stamp = FileStamp(path: path)
        let bytes = try InputFile.read(at: path, maximumBytes: ImageLimits.standard.fileBytes)
        self.init(bytes, modified: stamp?.modified ?? 0)
    }

    /// - Parameter modified: when the file, or the archive it is in, was last changed.
    package init(_ bytes: [UInt8], modified: Int64) {
        self.bytes = bytes
        digest = FileDigest(
            checksum: CyclicRedundancyCheck.value(of: bytes), size: bytes.count, modified: modified)
    }
}

extension FileDigest {
    /// Whether the file still has this content. It is read only where its time has changed and its size has not.
    package func holds(at path: String, in places: FileSources = .folders) -> Bool {
        guard let stamp = places.stamp(path), stamp.size == size else { return false }
        if stamp.modified == modified { return true }
        var files = ReadFiles()
        files.read(path, in: places)
        guard let content = try? files.content(path) else { return false }
        return content.digest.checksum == checksum && content.digest.size == size
    }
}
