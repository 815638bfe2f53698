import Imaging
import Journal

/// The entries of one journal or several in the order of the tables: by mask folder, then by the bytes of the name.
/// Of one key only the newest counts. Memory does not grow with their number.
struct JournalRows {
    private static let placeBytes = 11

    private let journals: [JournalFile]
    private var windows: [JournalWindow]
    private var sorted: SortedRecords
    private var pending: [UInt8]?

    /// - Parameter folders: whose entries are wanted; nil for all.
    /// - Throws: ``InputError`` where a journal cannot be read, or there is no room for a scratch file.
    init(_ journals: [JournalFile], folders: Range<Int>? = nil) throws(InputError) {
        self.journals = journals
        windows = journals.map { JournalWindow($0, blockSize: 1 << 14) }
        var sorter = RecordSorter()
        for (number, journal) in journals.enumerated() {
            var scanner = JournalScanner(journal)
            while try scanner.next({ (kind, line, offset) throws(InputError) in
                guard kind == .entry || kind == .gone, let key = JournalEntry.Key(&line),
                    folders?.contains(key.folder) ?? true
                else { return }
                try sorter.add(Self.record(key, journal: number, offset: offset, isGone: kind == .gone))
            }) {}
        }
        sorted = try sorter.sorted()
        pending = try sorted.next()
    }

    /// The next entry, nil behind the last.
    /// - Throws: ``InputError`` (`pairing failed`) where two journals have a mask: shards of different runs.
    mutating func next() throws(InputError) -> JournalEntry? {
        while var newest = pending {
            pending = try sorted.next()
            while let other = pending, other.dropLast(Self.placeBytes) == newest.dropLast(Self.placeBytes) {
                guard Self.journal(other) == Self.journal(newest) else {
                    let entry = try entry(newest)
                    throw InputError(
                        .pairingFailed, journals[Self.journal(other)].path,
                        "holds \(entry?.key.fname ?? "a mask"), which \(journals[Self.journal(newest)].path) has as well",
                        remedy: "merge the shards of one run, made with one number of shards")
                }
                newest = other
                pending = try sorted.next()
            }
            if newest.last == 0, let entry = try entry(newest) { return entry }
        }
        return nil
    }

    private mutating func entry(_ record: [UInt8]) throws(InputError) -> JournalEntry? {
        try windows[Self.journal(record)].read(at: Self.offset(record)) { kind, line in
            kind == .entry ? JournalEntry(&line) : nil
        }
    }

    /// Folder, name and unpaired file so that the bytes sort as the tables do; then where the entry stands.
    private static func record(_ key: JournalEntry.Key, journal: Int, offset: Int, isGone: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(key.fname.utf8.count + key.unpaired.utf8.count + 15)
        append(key.folder, 2, to: &bytes)
        bytes += key.fname.utf8
        bytes.append(0)
        bytes += key.unpaired.utf8
        bytes.append(0)
        append(journal, 2, to: &bytes)
        append(offset, 8, to: &bytes)
        bytes.append(isGone ? 1 : 0)
        return bytes
    }

    /// Big-endian, so that the bytes sort as the numbers do.
    private static func append(_ number: Int, _ count: Int, to bytes: inout [UInt8]) {
        for place in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }

    private static func journal(_ record: [UInt8]) -> Int { number(record.suffix(placeBytes).prefix(2)) }

    private static func offset(_ record: [UInt8]) -> Int { number(record.suffix(placeBytes - 2).prefix(8)) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
