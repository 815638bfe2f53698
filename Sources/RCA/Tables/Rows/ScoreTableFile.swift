public import Imaging

/// A result file written row by row, in little memory: it appears whole under its name, or not at all.
///
/// The rows come sorted as ``ScoreTable`` sorts them.
public struct ScoreTableFile<Row: ScoreRow>: ~Copyable {
    private static var blockSize: Int { 1 << 16 }

    private var file: AtomicFile
    private var writer: CSVWriter
    private let columns: [ScoreColumn<Row>]

    /// - Throws: ``InputError`` (`output unwritable`), as every function here.
    public init(at path: String) throws(InputError) {
        file = try AtomicFile(at: path)
        columns = Row.columns
        writer = CSVWriter(header: columns.map(\.name))
    }

    /// - Throws: ``InputError`` (`output unwritable`), a full disk for one.
    public mutating func append(_ row: Row) throws(InputError) {
        writer.append(row, columns: columns)
        if writer.bytes.count >= Self.blockSize { try file.append(writer.takeBytes()) }
    }

    /// Makes the file appear under its name.
    ///
    /// - Parameter whenWhole: as that of `AtomicFile.commit`.
    /// - Throws: ``InputError`` (`output unwritable`), and what `whenWhole` throws.
    public consuming func commit(
        whenWhole: (_ hidden: String) throws(InputError) -> Void = { _ in }
    ) throws(InputError) {
        try file.append(writer.takeBytes())
        try file.commit(whenWhole: whenWhole)
    }
}
