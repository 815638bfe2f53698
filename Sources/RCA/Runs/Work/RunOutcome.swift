public import Cases
public import Imaging
public import Presentation
public import Scoring

/// How a run that scores, segments, audits or screens ended.
public struct RunOutcome: Sendable {
    /// Predicted Dice below which masks are counted.
    public static let thresholds: [Float] = [0.7, 0.9]

    /// One mask folder's part of the run.
    public struct Folder: Sendable {
        /// The mask folder, as the user gave it.
        public let masks: String
        /// Where its tables were written.
        public let output: String
        /// The masks that have a score.
        public let scored: Int
        /// The mean of the scores in `rca_dice_scores.csv`, nil where there are none.
        public let meanDice: Double?
        /// What these scores are; nil where the run does not say.
        public let estimator: Estimator?
        /// What labelled the references; that of the published scores where the run does not say.
        public let classifier: ClassifierKind
        /// The means of the masks' expected Dice and of the ends of their ranges; nil where a mask has none.
        public let expected: ExpectedRange?
        /// How many masks have an expected Dice below each of ``RunOutcome/thresholds``; where that is not known, a
        /// score.
        public let below: [(threshold: Float, count: Int)]
        /// How many masks have each verdict.
        public let verdicts: [Reliability.Verdict: Int]
        public let failures: [(fname: String, error: InputError)]
        public let warnings: [(fname: String, messages: [String])]
        /// With ranges: for each structure and the mean, how many masks have each decision.
        public let decisions: [String: [String: Int]]?
        /// Results of files that are no longer there; they stay in the tables.
        public let kept: Int
        /// Masks without an image and images without a mask, passed over as was asked for.
        public let unpaired: Int
        /// One for each result file that could not be written; the others were.
        public let unwritten: [InputError]
        /// What was found of the masks by themselves; nil where they were not looked at.
        public let audit: AuditSummary?
        /// What was found of images without masks; nil where there were masks.
        public let screen: ScreenSummary?
        /// How the Dice that a table of masks has itself agree with those predicted here; none where it has none.
        public let given: [GivenFigure]
        /// Pages, descriptions and tables of earlier results, which were set aside.
        public internal(set) var outdated: [Outdated]

        /// A file that was about earlier results.
        public struct Outdated: Sendable {
            public let path: String
            /// What it is called now.
            public let aside: String
        }

        /// One column of a table of masks beside one of the scores.
        public struct GivenFigure: Sendable {
            /// What was predicted here: `expected` or `dice`.
            public let ours: String
            /// The table's column.
            public let theirs: String
            /// The masks that have both.
            public let masks: Int
            /// Pearson's correlation; nil where it is not defined.
            public let pearson: Double?
            /// The mean of ours less theirs.
            public let meanDifference: Double
        }
    }

    /// One for each mask folder; none after a shard, whose results are in its journal.
    public let folders: [Folder]
    /// What a shard did; nil after a run that is not divided.
    public let shard: ShardSummary?
    /// Whether a signal, or the first failure with `--fail-fast`, stopped the run before its end.
    public let wasInterrupted: Bool
    public let stoppedAtFailure: Bool
    public let wallSeconds: Double
    /// What keeps results from holding what they promise, in sentences; shown before the first case, too, unless the run
    /// is quiet.
    public internal(set) var cautions: [String] = []

    /// The cases in a shard's journal.
    public struct ShardSummary: Sendable {
        public let shard: Shard
        public let journal: String
        public let done: Int
        public let failed: Int
        /// As of a folder.
        public let kept: Int
        public let unpaired: Int
    }

    public var failureCount: Int { folders.reduce(shard?.failed ?? 0) { $0 + $1.failures.count } }

    /// Whether every score can be believed.
    public var isReliable: Bool {
        folders.allSatisfy { $0.verdicts.allSatisfy { $0.key == .reliable || $0.value == 0 } }
    }

    /// Whether every mask has a score, and every result is on disk.
    public var isComplete: Bool {
        !wasInterrupted && !stoppedAtFailure && failureCount == 0 && folders.allSatisfy(\.unwritten.isEmpty)
    }
}
