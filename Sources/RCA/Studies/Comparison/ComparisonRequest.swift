import Cases
import Imaging
import Machine
import Reporting
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
    public var threads = ProcessorCount.available()
    public var isQuiet = true

    public init(folders: [String]) { self.folders = folders }

    /// Everything that is read, as far as it is known before.
    public var inputs: [String?] {
        let recorded = folders.map { folder -> String? in
            let file = joined(folder, "rca_run.json")
            guard let record = try? RunRecord(json: InputFile.read(at: file), source: file) else { return nil }
            return record.text("masks")
        }
        return folders + masks + truth + [groups?.metadata] + recorded
    }
}

extension RunRecord {
    /// A parameter that is a text; nil where there is none.
    func text(_ name: String) -> String? {
        guard case .text(let text)? = parameters.first(where: { $0.name == name })?.value else { return nil }
        return text
    }
}
