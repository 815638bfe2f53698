public import Evaluation
import Tables

/// How well predicted scores tell the true ones: what `rca-cli evaluate` prints.
public struct EvaluationReport: Sendable, Equatable {
    /// One estimate of one structure's Dice against the true one.
    public struct Estimate: Sendable, Equatable {
        /// `max`, `mean`, `median`, `best`, `consensus`, or what the table calls it.
        public let estimator: String
        public let scores: EvaluatedScores

        public init(estimator: String, scores: EvaluatedScores) {
            self.estimator = estimator
            self.scores = scores
        }
    }

    /// Everything about one structure.
    public struct Structure: Sendable, Equatable {
        /// ``meanName`` for the mean over the structures.
        public let name: String
        public let estimates: [Estimate]

        public init(name: String, estimates: [Estimate]) {
            self.name = name
            self.estimates = estimates
        }
    }

    /// A mask that could not be evaluated, or a structure of it.
    public struct Missing: Sendable, Equatable, Encodable {
        /// The folder of masks, where there are several; otherwise empty.
        public let masks: String
        public let fname: String
        /// Empty where the whole mask is missing.
        public let structure: String
        /// `no truth`, `no prediction`, or why a mask could not be read.
        public let problem: String

        public init(masks: String, fname: String, structure: String, problem: String) {
            self.masks = masks
            self.fname = fname
            self.structure = structure
            self.problem = problem
        }

        /// The entry in a line.
        public var text: String {
            let name = masks.isEmpty ? fname : "\(masks)/\(fname)"
            return structure.isEmpty ? "\(name): \(problem)" : "\(name), \(structure): \(problem)"
        }
    }

    /// A limit that a figure was to keep.
    public struct Check: Sendable, Equatable {
        /// The option's name, `min-correlation` for one.
        public let name: String
        public let structure: String
        public let estimator: String
        public let limit: Double
        /// Nil where the figure is not defined, which holds no limit.
        public let value: Double?
        public let holds: Bool

        public init(
            name: String, structure: String, estimator: String, limit: Double, value: Double?, holds: Bool
        ) {
            self.name = name
            self.structure = structure
            self.estimator = estimator
            self.limit = limit
            self.value = value
            self.holds = holds
        }

        /// The check in a line.
        public var text: String {
            let value = value.map { DecimalText.rounded($0) } ?? "not defined"
            return "--\(name) \(ShortDecimal.text(limit)) \(holds ? "holds" : "does not hold"): "
                + "it is \(value) (\(estimator), \(structure == meanName ? "mean over the structures" : structure))"
        }
    }

    /// What the mean over the structures is called beside them.
    public static let meanName = "mean"

    /// The structures in the order of the truth, the mean over them last.
    public var structures: [Structure]
    public var thresholds: [Double]
    /// The share of the resamples between the ends of an interval.
    public var confidence: Double
    /// 0 where no intervals were asked for.
    public var resamples: Int
    public var seed: UInt64
    /// What makes masks belong together: `image`, `mask`, or the column that says so.
    public var cluster: String
    public var missing: [Missing]
    /// What a reader of the figures has to know.
    public var notes: [String]
    public var checks: [Check] = []
    /// What a reviewer's marks say of each estimate; empty without marks.
    public var marks: [Marks] = []
    /// How far outlines lie apart, one entry a structure; empty where that was not asked for.
    public var surfaces: [Surfaces] = []
    /// What accepting masks by an estimate costs, one entry a structure; empty where that was not asked for.
    public var risks: [Risk] = []
    /// Groups of masks by what is known of their images; nil where that was not asked for.
    public var groups: ComparisonReport?
    /// The estimate that they are about.
    public var groupEstimator = ""
    /// What was worked out from masks that a person drew; empty where the truth is a table.
    public var trueScores: [TrueScore] = []

    public init(
        structures: [Structure], thresholds: [Double], confidence: Double, resamples: Int, seed: UInt64,
        cluster: String, missing: [Missing], notes: [String]
    ) {
        self.structures = structures
        self.thresholds = thresholds
        self.confidence = confidence
        self.resamples = resamples
        self.seed = seed
        self.cluster = cluster
        self.missing = missing
        self.notes = notes
    }
}
