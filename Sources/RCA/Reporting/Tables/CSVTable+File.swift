public import Imaging

extension CSVTable {
    /// The most bytes a table may have, unpacked: 1 GiB, some fifteen million rows.
    public static let maximumBytes = 1 << 30

    /// Reads the table in a file, which may be compressed by gzip whatever its name.
    ///
    /// - Parameter path: the file; messages name it as given.
    /// - Throws: ``InputError`` where the file is missing, a folder, unreadable or above ``maximumBytes``, where it
    ///   unpacks to more than that, and all that ``init(bytes:source:)`` throws.
    public init(path: String) throws(InputError) {
        var bytes = try InputFile.read(at: path, maximumBytes: Self.maximumBytes)
        let isCompressed = Gzip.isCompressed(bytes)
        if isCompressed { bytes = try Gzip.decompress(bytes, source: path, maximumBytes: Self.maximumBytes) }
        try self.init(bytes: bytes, source: path)
        layout.isCompressed = isCompressed
    }
}
