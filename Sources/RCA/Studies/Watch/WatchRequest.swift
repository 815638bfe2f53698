public import Cases
import Machine
public import Reporting
public import Scoring

/// What watching a segmenter is asked: the options of `rca-cli watch`.
public struct WatchRequest: Sendable {
    /// Folders of scores (or of such folders), tables, and folders, archives and tables of masks, of which it is known that all was well.
    public var baseline: [String]
    /// The same of what has come since, in the order in which it came.
    public var new: [String]
    /// The file that carries what was watched from one call to the next; nil for none.
    public var state: String?
    /// The page to write; nil for none.
    public var page: String?
    /// The chance that there is ever a false alarm, in (0, 1).
    public var alpha = 0.01
    /// Names of features; empty for those that are usual.
    public var features: [String] = []
    /// A table with a row an image; nil where nothing is grouped or ordered.
    public var metadata: String?
    public var variables: [GroupVariable] = []
    /// The column of the table by which new images are ordered; nil for the order of folders and names.
    public var order: String?
    /// What of an image's name is the patient; nil for whole images.
    public var patientPattern: String?
    public var seed: UInt64 = 1
    /// Endings of file names that do not tell one image from another; nil for those of the runs that wrote the scores.
    public var suffixes: [String]?
    /// What the labels of masks mean, where there are no tables; nil where there are tables alone.
    public var structures: StructureList?
    /// How tables of masks are read.
    public var maskTables = MaskTableOptions()
    /// For measuring masks.
    public var threads = ProcessorCount.available()
    public var isQuiet = true
    /// Replace files that are there already and that `watch` did not write.
    public var overwrites = false

    public init(baseline: [String], new: [String]) {
        self.baseline = baseline
        self.new = new
    }
}

/// What became of a call.
public struct WatchOutcome: Sendable {
    public let report: DriftReport
    /// What is to be said of the files of this call, in sentences.
    public let notes: [String]
    /// Images that could not be grouped or ordered, a line each.
    public let missing: [String]
    /// Masks that could not be read, a line each.
    public let failures: [String]
    /// What is watched, where no new image has any of it; else empty.
    public let blind: [String]
}
