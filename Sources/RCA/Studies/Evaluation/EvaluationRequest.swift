import Evaluation
public import Imaging
import Machine
import Reporting
public import Scoring

/// What an evaluation is asked to do: the options of `rca-cli evaluate`.
public struct EvaluationRequest: Sendable {
    /// Where the predicted scores are.
    public enum Predictions: Sendable {
        /// Folders that `score` wrote, or score files.
        case scores([String])
        /// Tables of the Dice on every single reference.
        case details([String])
        /// A table that has the truth as well.
        case table(String, columns: [TableColumns])

        /// Where a run's record may lie.
        var paths: [String] {
            switch self {
            case .scores(let paths), .details(let paths): paths
            case .table: []
            }
        }
    }

    /// Where the true scores are.
    public enum Truth: Sendable {
        /// One table or folder of tables for all, or one for each path of predictions; or for each source of them one
        /// table, in the order in which their masks were scored.
        case tables([String])
        /// Folders of predicted masks, one for each source of predictions, and the masks that a person drew.
        case masks([String], truth: String, structures: StructureList, trueStructures: StructureList?)
        /// Beside the predictions.
        case sameTable
        /// Nowhere: only a reviewer's marks are held against the predictions.
        case none
    }

    /// Which masks belong together, and count as one for intervals.
    public enum Cluster: Sendable, Equatable {
        /// Those of one image: of one name, when extension and suffixes are dropped.
        case image
        /// None: every mask counts by itself.
        case mask
        /// Those with one entry in this column of the truth.
        case column(String)

        public init(_ text: String) {
            switch text {
            case "image": self = .image
            case "mask": self = .mask
            default: self = .column(text)
            }
        }

        /// The text that gives it.
        public var text: String {
            switch self {
            case .image: "image"
            case .mask: "mask"
            case .column(let name): name
            }
        }
    }

    /// Limits that figures have to keep, of the mean over the structures, or of the only structure.
    public struct Limits: Sendable {
        /// The least Pearson correlation.
        public var minCorrelation: Double?
        /// The largest mean absolute error.
        public var maxError: Double?
        /// The estimate that has to keep them.
        public var estimator = "max"

        public init() {}
    }

    /// What accepting masks by their predicted Dice is asked about.
    public struct Risk: Sendable {
        /// A mask whose true Dice is below is bad, from 0 to 1.
        public var dice: Double
        /// The share of accepted masks that may be bad, in (0, 1); nil to promise nothing.
        public var limit: Double?
        /// How surely the limit is to be kept, in (0, 1).
        public var confidence = 0.9
        /// The estimate that masks are accepted by; nil for the expected Dice, or the first where there is none.
        public var estimator: String?

        public init(dice: Double, limit: Double? = nil) {
            self.dice = dice
            self.limit = limit
        }

        /// The promise that is asked for; nil for none.
        var control: RiskControl? { limit.map { RiskControl(dice: dice, limit: $0, confidence: confidence) } }
    }

    public var predictions: Predictions
    public var truth: Truth
    /// What readers said of masks; nil where nothing is to be held against it.
    public var marks: Marks?
    /// A mask whose true Dice is below is bad; from 0 to 1.
    public var thresholds = [0.7, 0.8, 0.9]
    public var cluster = Cluster.image
    /// 0 for no intervals.
    public var resamples = 2000
    public var seed: UInt64 = 1
    /// In (0, 1).
    public var confidence = 0.95
    public var limits = Limits()
    /// Nil where nothing is asked about risk.
    public var risk: Risk?
    /// What masks are grouped by; nil where nothing is.
    public var groups: GroupRequest?
    /// The estimate that groups are compared by; nil for the expected Dice, or the first where there is none.
    public var groupEstimator: String?
    /// What of an image's name is the patient, with ``Cluster/image``: the first group in parentheses, or else what
    /// matches; nil for whole images.
    public var patientPattern: String?
    /// How predicted masks lie on true ones where only one of both files says how it lies in the patient; nil where
    /// that must not be.
    public var maskOrientation: MaskOrientation?
    /// Measure outlines too, where the truth are masks. The spacing is of the images' pixels, as in ``ScoringRequest``;
    /// what is nil is taken from the record of the run that scored them.
    public var surfaces: SurfaceSettings?
    /// The folder of the images, for their sizes; nil for the one that the record of the run names.
    public var images: String?
    /// Endings of file names that do not tell one image from another; nil for those of the runs that wrote the scores.
    public var suffixes: [String]?
    public var threads = ProcessorCount.available()
    /// Print no progress.
    public var isQuiet = true

    public init(predictions: Predictions, truth: Truth) {
        self.predictions = predictions
        self.truth = truth
    }
}

extension EvaluationRequest.Limits {
    /// Whether the limits hold for the mean over the structures, or for the only structure.
    /// - Throws: ``InputError`` (`optionInvalid`) where there is no such estimate.
    func checks(of report: EvaluationReport) throws(InputError) -> [EvaluationReport.Check] {
        guard minCorrelation != nil || maxError != nil, let structure = report.structures.last else { return [] }
        guard let estimate = structure.estimates.first(where: { $0.estimator == estimator }) else {
            let names = structure.estimates.map(\.estimator).joined(separator: ", ")
            throw InputError(
                .optionInvalid, "--estimator", "there is no estimate '\(estimator)'; found: \(names)",
                remedy: "give one of these")
        }
        func check(_ name: String, _ kind: Figure.Kind, _ limit: Double?, _ holds: (Double, Double) -> Bool)
            -> [EvaluationReport.Check]
        {
            guard let limit else { return [] }
            let value = estimate.scores[Figure(kind)].value
            return [
                EvaluationReport.Check(
                    name: name, structure: structure.name, estimator: estimator, limit: limit, value: value,
                    holds: value.map { holds($0, limit) } ?? false)
            ]
        }
        return check("min-correlation", .pearson, minCorrelation, >=)
            + check("max-mae", .meanAbsoluteError, maxError, <=)
    }
}
