public import Imaging
public import Scoring

/// How a scoring run ended.
public struct ScoringOutcome: Sendable {
    /// One mask folder's part of the run.
    public struct Folder: Sendable {
        /// The mask folder, as the user gave it.
        public let masks: String
        /// Where its tables were written.
        public let output: String
        /// The published scores of the masks that have one, sorted by the bytes of the file name.
        public let scores: [(fname: String, dice: Float)]
        /// Whether each of them can be believed, in the same order.
        public let verdicts: [(fname: String, verdict: Reliability.Verdict)]
        public let failures: [(fname: String, error: InputError)]
        public let warnings: [(fname: String, messages: [String])]
        /// With a calibration: for each structure and the mean, how many masks have each decision.
        public let decisions: [String: [String: Int]]?
        /// One for each result file that could not be written; the others were.
        public let unwritten: [InputError]
    }

    public let folders: [Folder]
    /// Whether a signal, or the first failure with `--fail-fast`, stopped the run before its end.
    public let wasInterrupted: Bool
    public let stoppedAtFailure: Bool
    public let wallSeconds: Double

    public var failureCount: Int { folders.reduce(0) { $0 + $1.failures.count } }

    /// Whether every score can be believed.
    public var isReliable: Bool { folders.allSatisfy { $0.verdicts.allSatisfy { $0.verdict == .reliable } } }

    /// Whether every mask has a score, and every result is on disk.
    public var isComplete: Bool {
        !wasInterrupted && !stoppedAtFailure && folders.allSatisfy { $0.failures.isEmpty && $0.unwritten.isEmpty }
    }
}
