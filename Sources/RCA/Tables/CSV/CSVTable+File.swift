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
        try self.init(file: InputFile.read(at: path, maximumBytes: Self.maximumBytes), path: path)
    }

    /// The same from the file's bytes, for who needs them for something else too.
    ///
    /// - Throws: ``InputError`` as ``init(path:)``, but for what reading throws.
    package init(file: [UInt8], path: String) throws(InputError) {
        let isCompressed = Gzip.isCompressed(file)
        let bytes =
            isCompressed ? try Gzip.decompress(file, source: path, maximumBytes: Self.maximumBytes) : file
        try self.init(bytes: bytes, source: path)
        layout.isCompressed = isCompressed
    }
}
