package import Imaging

extension CSVTable {
    /// Rows of the same file that were read apart from its header.
    ///
    /// - Parameter line: of the file, where they begin.
    /// - Throws: ``InputError`` as ``init(bytes:source:)``.
    package func rows(_ bytes: [UInt8], fromLine line: Int) throws(InputError) -> CSVTable {
        var parser = CSVParser(behind: self, line: line, byteCount: bytes.count)
        try parser.parse(bytes)
        return CSVTable(parser)
    }
}
