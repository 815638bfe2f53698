package import Cases
import FoundationEssentials
package import Imaging
import Machine

/// The lines of a journal.
package enum JournalRecord {
    /// What a line begins with.
    package enum Kind: String {
        /// The first line: what the journal belongs to, as JSON.
        case header = "journal"
        /// A process begins: time, host, process number, expected cases.
        case start
        case entry = "case"
        /// A key of which there is no file any more: its entries count no longer.
        case gone
        /// What all shards had to work off when this one's folders were listed: how many files, and the sum of hashes of
        /// their names.
        case listed
        /// Every case is done: time, cases, images, and of each mask folder what ``RunTally`` counts.
        case complete
    }

    package static func start(time: Int, expected: Int) -> [UInt8] {
        line(.start) { line in
            line.append(time)
            line.append(HostName.current)
            line.append(Int(ProcessInfo.processInfo.processIdentifier))
            line.append(expected)
        }
    }

    package static func complete(time: Int, cases: Int, images: Int, tally: RunTally) -> [UInt8] {
        line(.complete) { line in
            line.append(time)
            line.append(cases)
            line.append(images)
            for folder in tally.folders {
                line.append(folder.kept)
                line.append(folder.unpaired)
            }
        }
    }

    package static func listed(_ files: ListedFiles) -> [UInt8] {
        line(.listed) { line in
            line.append(files.count)
            line.append(Int(bitPattern: UInt(files.sum)))
            line.append(wayOfAdding)
        }
    }

    /// How ``ListedFiles`` adds up hashes. Programs that did so otherwise wrote no such number, or another.
    private static let wayOfAdding = 2

    /// What is left of such a line; nil where it is another, or of a program that added up otherwise.
    package static func listed(_ line: inout JournalLine.Reader) -> ListedFiles? {
        guard let count = line.integer(), let sum = line.integer(), line.integer() == wayOfAdding else { return nil }
        return ListedFiles(count: count, sum: UInt64(UInt(bitPattern: sum)))
    }

    package static func gone(_ key: JournalEntry.Key) -> [UInt8] { line(.gone) { key.write(to: &$0) } }

    package static func entry(_ entry: JournalEntry) -> [UInt8] {
        var line = JournalLine.Writer()
        entry.write(to: &line)
        return line.bytes
    }

    package static func header(_ header: JournalHeader) throws(InputError) -> [UInt8] {
        let text = try header.json()
        return line(.header) { $0.append(text) }
    }

    private static func line(_ kind: Kind, _ fields: (inout JournalLine.Writer) -> Void) -> [UInt8] {
        var line = JournalLine.Writer()
        line.append(kind.rawValue)
        fields(&line)
        line.endLine()
        return line.bytes
    }

    /// Milliseconds since 1970.
    package static func now() -> Int { Int(Date().timeIntervalSince1970 * 1000) }
}
