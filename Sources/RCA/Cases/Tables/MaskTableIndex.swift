import Files
import Imaging
import NumericSupport

/// Where each row of a table of masks is, by the name of its image: about 32 bytes a row, and the names.
struct MaskTableIndex: Sendable {
    /// A row of the file.
    struct Row: Sendable {
        fileprivate let hash: UInt64
        let start: Int
        let length: UInt32
        /// Of the file, where the row begins.
        let line: UInt32
        fileprivate let nameStart: UInt32
        fileprivate let nameLength: UInt32
    }

    /// Sorted by the hash of their names; of rows with one name, the first alone.
    private(set) var rows: [Row] = []
    private var names: [UInt8] = []
    var hasPaths: Bool { names.contains(UInt8(ascii: "/")) }
    /// Rows that cannot be used, by the names of their images.
    private(set) var refused: [String: InputError] = [:]
    /// Rows without a name that could be used.
    private(set) var damages: [InputError] = []

    mutating func add(_ name: ArraySlice<UInt8>, start: Int, length: Int, line: Int) {
        rows.append(
            Row(
                hash: name.withUnsafeBytes { FileStem.hash(ofStem: $0) }, start: start,
                length: UInt32(clamping: length),
                line: UInt32(clamping: line),
                nameStart: UInt32(clamping: names.count), nameLength: UInt32(clamping: name.count)))
        names += name
    }

    mutating func refuse(_ name: String, _ error: InputError) { refused[name] = refused[name] ?? error }

    mutating func damage(_ error: InputError) { damages.append(error) }

    /// Brings the rows in order. The same name twice is no name for either.
    mutating func finish(table: String) {
        rows.sort { ($0.hash, $0.start) < ($1.hash, $1.start) }
        var kept: [Row] = []
        kept.reserveCapacity(rows.count)
        for row in rows {
            let sameHash = kept.reversed().prefix { $0.hash == row.hash }
            if let earlier = sameHash.first(where: { name(of: $0) == name(of: row) }) {
                let text = String(decoding: name(of: row), as: UTF8.self)
                refuse(
                    text,
                    InputError(
                        .pairingFailed, "\(table): line \(row.line)", "\(text) is in line \(earlier.line) already",
                        remedy: "keep one of them"))
            } else {
                kept.append(row)
            }
        }
        rows = kept
    }

    func name(of row: Row) -> ArraySlice<UInt8> {
        names[Int(row.nameStart)..<Int(row.nameStart) + Int(row.nameLength)]
    }

    func row(named name: String) -> Row? {
        let wanted = Array(name.utf8)
        let hash = FileStem.hash(ofStem: wanted)
        return rows[rows.partitioningIndex { $0.hash < hash }...].prefix { $0.hash == hash }.first {
            self.name(of: $0).elementsEqual(wanted)
        }
    }

    /// Calls `body` with the name of each image; those of rows that cannot be used are among them, so that their cases
    /// fail.
    func visit(_ body: (UnsafeRawBufferPointer) -> Void) {
        for row in rows { name(of: row).withUnsafeBytes(body) }
        for name in refused.keys where row(named: name) == nil { Array(name.utf8).withUnsafeBytes(body) }
    }
}
