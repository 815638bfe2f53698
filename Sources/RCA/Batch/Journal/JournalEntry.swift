import Imaging
import Reporting

/// What a journal says of one mask: which files it was, and its scores or why it has none.
struct JournalEntry: Sendable, Equatable {
    /// By what an entry is found: a later one of the same key takes the place of an earlier.
    struct Key: Hashable, Sendable {
        /// The position of the mask folder among the run's.
        var folder: Int
        var fname: String
        /// Empty for a mask with an image; else the file that has no partner.
        var unpaired = ""
    }

    enum Outcome: Sendable, Equatable {
        case scored(Scores)
        case failed(InputError)
    }

    /// The rows of the tables, for all of which the key has the name.
    struct Scores: Sendable, Equatable {
        var dice: Float
        var structures: [StructureScoreRow]
        var reliability: ReliabilityRow
        var details: [ReferenceScoreRow]
        var intervals: [IntervalRow]
    }

    var key: Key
    /// Milliseconds since 1970.
    var time: Int
    var files: MaskResult.CaseFiles
    var outcome: Outcome
    var warnings: [String] = []

    /// Whether the entry stands while its files stay as they are. What could not be read is tried again.
    var isSettled: Bool { files.image != nil && files.masks != nil }
}
