import Imaging
import Machine
public import Scoring

/// What a comparison is asked: the options of `rca-cli compare`.
public struct ComparisonRequest: Sendable {
    /// One a segmenter: the output folder of `score`, or a folder or archive of masks.
    public var folders: [String]
    /// Folders or archives of the masks that were scored, one for each of ``folders``; empty for those that the records
    /// of the runs name.
    public var masks: [String] = []
    /// What the masks' labels mean; nil for what the records say.
    public var structures: StructureList?
    /// What masks are grouped by; nil where nothing is.
    public var groups: GroupRequest?
    /// Tables of the true Dice, one each, or one for all folders that says which rows are about which; none without a
    /// truth.
    public var truth: [String] = []
    /// What of an image's name is the patient: the first group in parentheses, or else what matches; nil for whole images.
    public var patientPattern: String?
    /// 0 for no intervals.
    public var resamples = 2000
    public var seed: UInt64 = 1
    /// In (0, 1).
    public var confidence = 0.95
    /// Endings of file names that do not tell one image from another; nil for those of the runs that wrote the scores.
    public var suffixes: [String]?
    public var threads = ProcessorCount.available()
    public var isQuiet = true

    public init(folders: [String]) { self.folders = folders }

    /// Everything that is read, as far as it is known before.
    public var inputs: [String?] {
        let recorded = folders.map { RecordedRun.record(at: $0)?.text("masks") }
        return folders + masks + truth + [groups?.metadata] + recorded
    }
}
