public import Evaluation
public import Reporting

/// Everything that a report shows.
public struct ReportContent: Sendable {
    /// Scores that can be compared, pair by pair.
    public struct Comparison: Sendable {
        /// A structure's name, or what the pairs are of.
        public var title: String
        public var scores: PairedScores

        public init(title: String, scores: PairedScores) {
            self.title = title
            self.scores = scores
        }
    }

    /// One of the worst masks.
    public struct GalleryEntry: Sendable {
        /// The place among ``ReportContent/masks``.
        public var index: Int
        public var mask: ExplainedMask?
        /// Why there is no picture; nil where there is one.
        public var problem: String?

        public init(index: Int, mask: ExplainedMask?, problem: String?) {
            self.index = index
            self.mask = mask
            self.problem = problem
        }
    }

    /// What the report is about, a folder's name for one.
    public var title: String
    public var structures: [String]
    /// Sorted by the bytes of `fname`; each has an entry for every structure, or none for any.
    public var masks: [ScoredMask]
    public var triage = Triage()
    /// Nil where it is not known what was run.
    public var record: RunRecord?
    /// Predicted against true.
    public var truth: [Comparison] = []
    /// What accepting masks costs, for each of ``truth``; empty without a truth.
    public var risks: [EvaluationReport.Risk] = []
    /// Groups of masks by what is known of their images; nil where that was not asked for.
    public var groups: ComparisonReport?
    /// This run against published scores.
    public var published: [Comparison] = []
    /// Worst first.
    public var gallery: [GalleryEntry] = []
    /// What a reader has to know.
    public var notes: [String] = []
    /// Who marks masks in it; empty where the page is to ask.
    public var rater = ""

    /// Whether masks have an expected Dice, which then leads.
    var hasExpected: Bool { masks.contains { $0.expected != nil } }

    /// What the Dice of `rca_dice_scores.csv` is called beside the expected one.
    var diceName: String {
        func text(_ name: String) -> String? {
            guard case .text(let text)? = record?.parameters.first(where: { $0.name == name })?.value else {
                return nil
            }
            return text
        }
        if let estimator = text("estimator"), estimator != "dice" { return "Dice (\(estimator))" }
        // Named only where it is not that of the published scores.
        return text("classifier").map { "Dice (\($0))" } ?? "published Dice"
    }

    public init(title: String, structures: [String], masks: [ScoredMask]) {
        self.title = title
        self.structures = structures
        self.masks = masks
    }
}
