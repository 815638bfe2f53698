/// A mask with what the score tables say of it.
public struct ScoredMask: Sendable, Equatable {
    /// The estimates of one structure; nil where not defined, or not in the tables.
    public struct Structure: Sendable, Equatable {
        /// The maximum over the references, in [0, 1].
        public var dice: Float?
        /// Dice with the consensus, in [0, 1].
        public var consensus: Float?

        public init(dice: Float? = nil, consensus: Float? = nil) {
            self.dice = dice
            self.consensus = consensus
        }
    }

    public var fname: String
    /// What `rca_dice_scores.csv` has, in [0, 1].
    public var dice: Float?
    /// In the order of the report's structures; empty without a table of structures.
    public var structures: [Structure]
    /// In [0, 1].
    public var reliability: Float?
    /// Empty without a table of reliabilities, as `reason` and `pose`.
    public var verdict = ""
    public var reason = ""
    public var pose = ""
    /// By the calibration, for each structure and then for their mean: `accept`, `review`, `reject`; empty without.
    public var decisions: [String] = []

    /// Whether a verdict says that the scores cannot be believed.
    var isDoubtful: Bool { !verdict.isEmpty && verdict != "reliable" }

    public init(fname: String, dice: Float?, structures: [Structure] = []) {
        self.fname = fname
        self.dice = dice
        self.structures = structures
    }
}
