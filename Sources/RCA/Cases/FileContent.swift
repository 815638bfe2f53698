import Glibc
package import Imaging

/// A case's file read whole, with what it is known by later.
package struct FileContent {
    package let bytes: [UInt8]
    package let digest: FileDigest
    /// Where the bytes are a row of a table of masks: how to read it.
    package let row: MaskTableRow?

    /// - Throws: ``InputError`` where the file cannot be read, or is larger than an image may be.
    package init(path: String) throws(InputError) {
        // Before the content: a file that is replaced in between is then taken for changed, never for unchanged.
        let stamp = FileStamp(path: path)
        let bytes = try InputFile.read(at: path, maximumBytes: ImageLimits.standard.fileBytes)
        self.init(bytes, modified: stamp?.modified ?? 0)
    }

    /// - Parameters:
    ///   - modified: when the file, or the archive or table it is in, was last changed.
    ///   - row: nil for what is no row of a table.
    package init(_ bytes: [UInt8], modified: Int64, row: MaskTableRow? = nil) {
        self.bytes = bytes
        self.row = row
        digest = FileDigest(
            checksum: CyclicRedundancyCheck.value(of: bytes), size: bytes.count, modified: modified)
    }
}

/// A file that is in an archive, or a row of a table, as it was read.
package struct PackedFile: Sendable {
    package var bytes: [UInt8]
    /// When the archive or table was last changed.
    package var modified: Int64
    package var row: MaskTableRow?
}

extension FileDigest {
    /// Whether the file still has this content. It is read only where its time has changed and its size has not.
    package func holds(at path: String, in places: FileSources = .folders) -> Bool {
        guard let stamp = places.stamp(path), stamp.size == size else { return false }
        if stamp.modified == modified { return true }
        var files = ReadFiles()
        files.read(path, in: places)
        guard let content = try? files.content(path) else { return false }
        return isOfSameContent(as: content.digest)
    }
}
