package import Imaging
import NumericSupport

/// Where a journal's entries stand, sixteen bytes an entry, and which of them a run has come across.
package struct JournalIndex {
    /// What is at an offset is read from the journal, so that two keys of one hash are told apart.
    private struct Place {
        var hash: UInt64
        var offset: Int
    }

    private var window: JournalWindow
    private var places: [Place]
    private var isKnown: [Bool]

    /// - Parameter entries: the hash and offset of every `case` and `gone` line, in the journal's order.
    package init(_ file: JournalFile, _ entries: [(hash: UInt64, offset: Int)]) {
        window = JournalWindow(file, blockSize: 1 << 12)
        places = entries.map { Place(hash: $0.hash, offset: $0.offset) }
        places.sort { ($0.hash, $0.offset) < ($1.hash, $1.offset) }
        isKnown = Array(repeating: false, count: places.count)
    }

    package var isEmpty: Bool { places.isEmpty }

    package static func hash(_ key: JournalEntry.Key) -> UInt64 {
        FileStem.hash(ofStem: Array("\(key.folder)\t\(key.fname)\t\(key.unpaired)".utf8))
    }

    /// The newest entry of a key, nil where it has none or is gone. The key is known from then on.
    package mutating func entry(_ key: JournalEntry.Key) throws(InputError) -> JournalEntry? {
        let hash = Self.hash(key)
        var place = places.partitioningIndex { $0.hash <= hash }
        var newest: JournalEntry?
        var isFound = false
        while place > 0, places[place - 1].hash == hash {
            place -= 1
            let (found, entry) = try read(places[place].offset)
            guard found == key else { continue }
            isKnown[place] = true
            if !isFound { newest = entry }
            isFound = true
        }
        return newest
    }

    /// The entries that ``entry(_:)`` was never asked for: those of files that are there no longer.
    package mutating func unknownEntries() throws(InputError) -> [(key: JournalEntry.Key, outcome: Standing)] {
        var entries: [(JournalEntry.Key, Standing)] = []
        for place in places.indices where !isKnown[place] {
            let (key, _) = try read(places[place].offset)
            guard let entry = try entry(key) else { continue }
            if case .scored = entry.outcome { entries.append((key, .scored)) } else { entries.append((key, .failed)) }
        }
        return entries
    }

    /// What became of a case, without its scores.
    package enum Standing { case scored, failed }

    private mutating func read(_ offset: Int) throws(InputError) -> (key: JournalEntry.Key, entry: JournalEntry?) {
        try window.read(at: offset) { kind, line in
            switch kind {
            case .entry: JournalEntry(&line).map { ($0.key, $0) }
            case .gone: JournalEntry.Key(&line).map { ($0, nil) }
            default: nil
            }
        }
    }
}
