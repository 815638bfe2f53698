import Files
import Imaging
import Scoring
import Tables

/// A table of masks seen as a folder: a file for each row, called as the table calls the row's image.
///
/// Only where the rows are is kept; a row is read when it is asked for, by any thread.
final class MaskTable: Sendable {
    let path: String
    private let columns: MaskTableColumns
    private let index: MaskTableIndex
    private let file: RandomAccessFile

    /// Goes through the table once.
    /// - Throws: ``InputError`` where it cannot be read, has no rows, or lacks a column that every row needs.
    init(_ path: String, _ options: MaskTableOptions) throws(InputError) {
        self.path = path
        file = try RandomAccessFile(path)
        var records = try TableRecords(path)
        guard let first = try records.next() else {
            throw InputError(.fileEmpty, path, "has no header line", remedy: "name the columns in the first line")
        }
        columns = try MaskTableColumns(CSVTable(bytes: Array(first.bytes), source: path), options)
        var index = MaskTableIndex()
        while let record = try records.next() {
            do throws(InputError) {
                var record = record
                if record.lineCount > 1 || record.isOpen {
                    // Lines belong together if they are one row; else the first of them has a quote too many.
                    let isRow: CSVTable? = try? columns.rows(Array(record.bytes), line: record.line)
                    if isRow == nil { record = records.split(record) }
                }
                let name = try Self.name(record, columns)
                index.add(name, start: record.start, length: record.bytes.count, line: record.line)
            } catch {
                index.damage(error)
            }
        }
        index.finish(table: path)
        guard !index.rows.isEmpty || !index.damages.isEmpty else {
            throw InputError(.fileEmpty, path, "has no rows below its header", remedy: "give the whole table")
        }
        self.index = index
    }

    /// - Throws: ``InputError`` (`format unsupported`) for a table that is compressed: its rows cannot be read one by one.
    static func checkIsNotCompressed(_ path: String) throws(InputError) {
        let name = path.lowercased()
        guard let ending = [".gz", ".zst", ".xz", ".bz2"].first(where: { name.hasSuffix(".csv" + $0) }) else { return }
        throw InputError(
            .formatUnsupported, path, "is a compressed table: its rows cannot be read one by one",
            remedy: ending == ".gz" ? "unpack it once: gunzip -k \(path)" : "unpack it once")
    }

    /// Whether a file is to be read as a table: text whose first line has names of columns.
    static func isTable(_ path: String) -> Bool {
        guard !FolderListing.isFolder(path),
            let head = try? InputFile.read(at: path, maximumBytes: .max, first: 1 << 12)
        else { return false }
        let name = path.lowercased()
        if name.hasSuffix(".csv") || name.hasSuffix(".tsv") { return true }
        let line = head.prefix { $0 != 10 }
        return line.count < head.count && line.allSatisfy { $0 >= 32 || $0 == 9 || $0 == 13 }
            && line.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || $0 == 9 }
    }

    /// Whether rows name images by paths rather than by names.
    var hasPaths: Bool { index.hasPaths }

    /// Rows that have no name to fail by.
    var damages: [InputError] { index.damages }

    /// Whether the table says itself what Dice its masks have.
    var hasDice: Bool { columns.meanDice != nil || columns.maximumDice != nil }

    /// - Throws: ``InputError`` (`structure missing`) where the table lacks a structure.
    func check(_ structures: [String]) throws(InputError) {
        _ = try columns.parts(
            of: StructureList(structures.enumerated().map { Structure(name: $1, label: $0 + 1) }))
    }

    func visit(_ body: (UnsafeRawBufferPointer) -> Void) { index.visit(body) }

    /// A row's bytes.
    /// - Throws: ``InputError`` where there is no such row, or more than one.
    func read(named name: String) throws(InputError) -> PackedFile {
        if let error = index.refused[name] { throw error }
        guard let row = index.row(named: name) else {
            throw InputError(.fileMissing, joined(path, name), "is not in the table")
        }
        return PackedFile(
            bytes: try file.read(at: row.start, count: Int(row.length)), modified: file.modified,
            row: MaskTableRow(columns, line: Int(row.line), name: name))
    }

    /// What can be known of a row without reading it.
    func stamp(named name: String) -> FileStamp? {
        index.row(named: name).map { FileStamp(size: Int($0.length), modified: file.modified) }
    }

    /// The name of a row's image.
    private static func name(
        _ record: TableRecords.Record, _ columns: MaskTableColumns
    ) throws(InputError) -> ArraySlice<UInt8> {
        var column = 0
        var position = record.bytes.startIndex
        while true {
            let (field, end) = field(record.bytes, from: position)
            if column == columns.id {
                guard !field.isEmpty, field.count < 1 << 12, !field.contains(0),
                    String(validating: field, as: UTF8.self) != nil
                else { throw nameless(record, columns, "names no image") }
                return field
            }
            guard end < record.bytes.endIndex, record.bytes[end] == UInt8(ascii: ",") else {
                throw nameless(record, columns, "ends before the name of its image")
            }
            position = end + 1
            column += 1
        }
    }

    private static func nameless(
        _ record: TableRecords.Record, _ columns: MaskTableColumns, _ problem: String
    ) -> InputError {
        InputError(
            .fileDamaged, "\(columns.source): line \(record.line)", problem,
            remedy: "complete the row, or take it out of the table")
    }

    /// A field without its quotes, and where it ends.
    private static func field(_ bytes: ArraySlice<UInt8>, from start: Int) -> (ArraySlice<UInt8>, end: Int) {
        let quote = UInt8(ascii: "\"")
        guard start < bytes.endIndex, bytes[start] == quote else {
            let end = bytes[start...].firstIndex { $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 } ?? bytes.endIndex
            return (bytes[start..<end], end)
        }
        var field: [UInt8] = []
        var position = start + 1
        while position < bytes.endIndex {
            if bytes[position] == quote {
                position += 1
                guard position < bytes.endIndex, bytes[position] == quote else { break }
            }
            field.append(bytes[position])
            position += 1
        }
        return (field[...], position)
    }
}
