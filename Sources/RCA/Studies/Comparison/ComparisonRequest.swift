import Cases
import Imaging
import Machine

/// What a comparison is asked: the options of `rca-cli compare`.
public struct ComparisonRequest: Sendable {
    /// Output folders of `score`, one a segmenter.
    public var folders: [String]
    /// A table with a row an image; nil where nothing is grouped.
    public var metadata: String?
    public var variables: [GroupVariable] = []
    /// Tables of the true Dice, one for all folders or one each; none without a truth.
    public var truth: [String] = []
    /// What of an image's name is the patient: the first group in parentheses, or else what matches; nil for whole images.
    public var patientPattern: String?
    /// 0 for no intervals.
    public var resamples = 2000
    public var seed: UInt64 = 1
    /// In (0, 1).
    public var confidence = 0.95
    /// Endings of file names that do not tell one image from another.
    public var suffixes = ImageFolder.defaultSuffixes

    public init(folders: [String]) { self.folders = folders }
}
