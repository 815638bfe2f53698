import Glibc
package import Imaging

/// The journal of a shard, open for a run: what it holds already, and where its next lines go.
package struct Journal {
    package let writer: JournalWriter
    /// The entries of earlier processes.
    package var index: JournalIndex
    /// What a person should know of the earlier entries.
    package let notes: [String]
    /// Entries made with other settings, in a file that was set aside; nil where there are none.
    package private(set) var setAside: SetAside?

    /// Earlier entries that do not count for a run.
    package struct SetAside: Sendable {
        package let path: String
        /// The cases that this run has none of, as far as it has come.
        fileprivate var standing: Set<UInt64>

        /// How many cases have a result there alone.
        package var count: Int { standing.count }

        /// Takes down that the run has a case.
        package mutating func has(_ key: JournalEntry.Key) { standing.remove(JournalIndex.hash(key)) }
    }

    /// Opens a shard's journal, or begins one. Entries that were made with other settings are set aside in a file of
    /// their own: they do not count for this run, and are not lost either.
    ///
    /// The caller holds the shard's lock.
    package init(_ path: String, header: JournalHeader) throws(InputError) {
        var notes: [String] = []
        var status = stat()
        if stat(path, &status) == 0, status.st_size > 0 {
            let file = try JournalFile(path: path)
            let content = try Content(file)
            if let earlier = content.header, header.difference(from: earlier) == nil {
                if content.damagedLines > 0 {
                    notes.append(
                        "\(path): \(content.damagedLines) damaged \(content.damagedLines == 1 ? "line" : "lines") "
                            + "dropped; what they held is done again")
                }
                if !content.entries.isEmpty {
                    notes.append("going on: \(path) has \(Self.entries(content.standing.count)) of an earlier start")
                }
                writer = try JournalWriter(path: path, end: content.end)
                index = JournalIndex(file, content.entries)
                self.notes = notes
                return
            }
            let aside = try AsideFile.rename(path)
            let why = content.header.flatMap { header.difference(from: $0) } ?? "its first line cannot be read"
            let earlier = SetAside(path: aside, standing: content.standing)
            notes.append(
                "\(path): \(Self.entries(earlier.count)) \(earlier.count == 1 ? "does" : "do") not count for this run "
                    + "(\(why)); kept as \(aside)")
            setAside = earlier
        }
        writer = try JournalWriter(path: path, end: 0)
        try writer.append(JournalRecord.header(header))
        try writer.flush()
        index = JournalIndex(try JournalFile(path: path), [])
        self.notes = notes
    }

    private static func entries(_ count: Int) -> String { "\(count) \(count == 1 ? "entry" : "entries")" }

    /// What a journal's file holds.
    package struct Content {
        package var header: JournalHeader?
        package var entries: [(hash: UInt64, offset: Int)] = []
        /// Where lines stand that take an entry back.
        private var goneOffsets: Set<Int> = []
        package var end = 0
        package var damagedLines = 0

        package init(_ file: JournalFile) throws(InputError) {
            var scanner = JournalScanner(file)
            while try scanner.next({ kind, line, offset in
                switch kind {
                case .header: if offset == 0 { header = line.text().flatMap { JournalHeader(json: $0) } }
                case .entry, .gone:
                    guard let key = JournalEntry.Key(&line) else { return }
                    entries.append((JournalIndex.hash(key), offset))
                    if kind == .gone { goneOffsets.insert(offset) }
                case .start, .listed, .complete: break
                }
            }) {}
            end = scanner.end
            damagedLines = scanner.damagedLines
        }

        /// The keys of cases that have an entry, which no later line takes back.
        fileprivate var standing: Set<UInt64> {
            entries.reduce(into: []) { keys, entry in
                if goneOffsets.contains(entry.offset) { keys.remove(entry.hash) } else { keys.insert(entry.hash) }
            }
        }
    }
}
