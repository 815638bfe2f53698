public import Calibration
public import Logging
import Machine
public import Scoring

/// What a calibration is asked to do: the options of `rca-cli calibrate`.
public struct CalibrationRequest: Sendable {
    /// Tables of scores with the truth beside them.
    public struct Tables: Sendable {
        /// `rca_structures.csv` files, or output folders of `score`.
        public var scores: [String]
        /// `rca_details.csv` files, or output folders of `score`.
        public var details: [String]
        /// Tables `fname,structure,dice`, or folders of them: one for all, or one for each path or table of scores.
        public var truth: [String]

        public init(scores: [String], details: [String], truth: [String]) {
            self.scores = scores
            self.details = details
            self.truth = truth
        }
    }

    /// A reference set, whose own masks are damaged and scored.
    public struct References: Sendable {
        public var path: String
        /// What a folder's labels mean; a bundle knows.
        public var structures: StructureList?
        public var referencesPerCase = 20
        public var similarity = SimilarityMeasure.registeredCorrelation

        public init(path: String, structures: StructureList?) {
            self.path = path
            self.structures = structures
        }
    }

    public enum Source: Sendable {
        case tables(Tables)
        case references(References)
    }

    public var source: Source
    /// Masks are scored, and the structures' ranges tested, on so many threads.
    public var threads = ProcessorCount.available()
    public var recipe = CalibrationModel.Recipe.adaptive
    /// Other masks of known quality, on which to see how the intervals do.
    public var test: Tables?
    /// The share of intervals that may miss in the report; the model serves any.
    public var alpha = 0.1
    /// Nil where nothing is asked about risk; its estimator is always the expected Dice.
    public var risk: EvaluationRequest.Risk?
    /// Resamples for the intervals of the risk; 0 for none.
    public var resamples = 2000
    /// Print no progress.
    public var isQuiet = true
    public var logger: Logger?

    public init(source: Source) { self.source = source }
}
