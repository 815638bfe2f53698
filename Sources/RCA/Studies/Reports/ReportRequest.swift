import Files
public import Presentation

/// What a report is asked to show: the options of `rca-cli report`.
public struct ReportRequest: Sendable {
    /// The folder that `score` wrote.
    public var folder: String
    /// Table of the true Dice: `fname,structure,dice`, or `fname,dice` for the mean over the structures.
    public var truth: String?
    /// A score file to compare with.
    public var published: String?
    /// The `rca_screen.csv` of the images; what it finds counts as found of their masks.
    public var screen: String?
    /// How many of the lowest scores are shown as pictures.
    public var worst = 50
    public var triage = Triage()
    /// With a truth: what accepting masks is asked about; nil asks for the masks below the limit of rejection.
    public var risk: EvaluationRequest.Risk?
    /// What masks are grouped by; nil where nothing is.
    public var groups: GroupRequest?
    /// With groups, what of an image's name is the patient: the first group in parentheses, or else what matches; nil for
    /// whole images.
    public var patientPattern: String?
    public var changes = EngineInputs.Changes()
    /// The file to write; nil for `report.html` in the folder.
    public var output: String?

    /// Who marks masks in the page; empty where it is to ask.
    public var rater = ""

    /// Replace a file that is there already and that no report of the folder is.
    public var overwrites = false

    public init(folder: String) { self.folder = folder }

    /// The file to write.
    public var path: String { output ?? joined(folder, "report.html") }
}

/// What became of a report.
public struct ReportOutcome: Sendable {
    public let path: String
    public let bytes: Int
    public let masks: Int
    /// Masks of the gallery that have a picture, and those that have none.
    public let pictures: Int
    public let missing: Int
    /// What a person has to know, in sentences.
    public let notes: [String]
}
