/// A mask with what the score tables say of it.
public struct ScoredMask: Sendable, Equatable {
    /// The estimates of one structure; nil where not defined, or not in the tables.
    public struct Structure: Sendable, Equatable {
        /// The maximum over the references, in [0, 1].
        public var dice: Float?
        /// Dice with the consensus, in [0, 1].
        public var consensus: Float?
        public var expected: ExpectedRange?

        public init(dice: Float? = nil, consensus: Float? = nil, expected: ExpectedRange? = nil) {
            self.dice = dice
            self.consensus = consensus
            self.expected = expected
        }

        /// What is shown first: the expected Dice, or the maximum where that is not known.
        public var leading: Float? { expected?.dice ?? dice }
    }

    public var fname: String
    /// What `rca_dice_scores.csv` has, in [0, 1].
    public var dice: Float?
    /// Of the mean over the structures; nil where the tables have none.
    public var expected: ExpectedRange?
    /// In the order of the report's structures; empty without a table of structures.
    public var structures: [Structure]
    /// In [0, 1].
    public var reliability: Float?
    /// Empty without a table of reliabilities, as `reason` and `pose`.
    public var verdict = ""
    public var reason = ""
    public var pose = ""
    /// By `rca_intervals.csv`, for each structure and then for their mean: `accept`, `review`, `reject`; empty without.
    public var decisions: [String] = []
    /// By `rca_audit.csv`, for each structure that looks unusual its name, and in what ways, in single words.
    public var flags: [String] = []
    /// The same in sentences.
    public var findings: [String] = []

    /// What is shown first, and what masks are sorted by: the expected Dice, or that of `rca_dice_scores.csv` where
    /// that is not known.
    public var leading: Float? { expected?.dice ?? dice }

    /// Whether a verdict says that the scores cannot be believed.
    var isDoubtful: Bool { !verdict.isEmpty && verdict != "reliable" }

    public init(fname: String, dice: Float?, structures: [Structure] = []) {
        self.fname = fname
        self.dice = dice
        self.structures = structures
    }
}
