/// A row of `rca_dice_scores.csv`, the published format: one a mask.
public struct MaskScoreRow: ScoreRow, Equatable {
    public var fname: String
    /// The estimate of the mask's Dice, 0 to 1; nil if no structure has one.
    public var dice: Float?

    public init(fname: String, dice: Float?) {
        self.fname = fname
        self.dice = dice
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("dice") { .number($0.dice) },
    ]
}

/// A row of `rca_structures.csv`: the estimates of one structure's Dice, one a mask and structure.
///
/// Every estimate is 0 to 1, or nil where the structure is absent from the mask and from every reference.
public struct StructureScoreRow: StructureRow, Equatable {
    public var fname: String
    public var structure: String
    /// The maximum over the references (Valindria et al. 2017).
    public var dice: Float?
    /// The reference that gave the maximum.
    public var reference: String?
    /// The mean over the references.
    public var mean: Float?
    /// The median over the references.
    public var median: Float?
    /// The mean over the better half of the references.
    public var best: Float?
    /// Dice with the consensus of the references in the image's own space.
    public var consensus: Float?
    /// The Dice to be expected with the truth.
    public var expected: Float?
    /// Where the true Dice lies nine times in ten.
    public var lower: Float?
    public var upper: Float?

    public init(
        fname: String, structure: String, dice: Float?, reference: String?, mean: Float?, median: Float?, best: Float?,
        consensus: Float? = nil, expected: Float? = nil, lower: Float? = nil, upper: Float? = nil
    ) {
        self.consensus = consensus
        self.expected = expected
        self.lower = lower
        self.upper = upper
        self.fname = fname
        self.structure = structure
        self.dice = dice
        self.reference = reference
        self.mean = mean
        self.median = median
        self.best = best
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("dice") { .number($0.dice) },
        ScoreColumn("reference") { .text($0.reference ?? "") },
        ScoreColumn("mean") { .number($0.mean) },
        ScoreColumn("median") { .number($0.median) },
        ScoreColumn("best") { .number($0.best) },
        ScoreColumn("consensus") { .number($0.consensus) },
        ScoreColumn("expected") { .number($0.expected) },
        ScoreColumn("lower") { .number($0.lower) },
        ScoreColumn("upper") { .number($0.upper) },
    ]
}

/// A row of `rca_details.csv`: the Dice of one structure on one reference.
public struct ReferenceScoreRow: StructureRow, Equatable {
    public var fname: String
    public var structure: String
    /// The reference image's file name.
    public var reference: String
    /// 0 to 1; nil where the structure is absent from the warped mask and from the reference.
    public var dice: Float?

    /// What was undone before the image was registered, `as it is` for nothing.
    public var pose: String

    public init(fname: String, structure: String, reference: String, dice: Float?, pose: String = "as it is") {
        self.pose = pose
        self.fname = fname
        self.structure = structure
        self.reference = reference
        self.dice = dice
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("reference") { .text($0.reference) },
        ScoreColumn("dice") { .number($0.dice) },
        ScoreColumn("pose") { .text($0.pose) },
    ]
}

/// A row of a truth table: the true Dice of one structure, against a mask that a person drew.
public struct TrueScoreRow: StructureRow, Equatable {
    public var fname: String
    public var structure: String
    /// 0 to 1; nil where the structure is absent from the mask and from the truth.
    public var dice: Float?

    public init(fname: String, structure: String, dice: Float?) {
        self.fname = fname
        self.structure = structure
        self.dice = dice
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("dice") { .number($0.dice) },
    ]
}

/// A row of `rca_reliability.csv`: whether a mask's scores can be believed, one a mask.
public struct ReliabilityRow: ScoreRow, Equatable {
    public var fname: String
    /// 0 to 1; ½ is the border between doubtful and reliable.
    public var reliability: Float
    /// `reliable`, `doubtful`, `unlike the references` or `not a chest X-ray`; tables of earlier versions have `not a
    /// chest X-ray like the references` for the last two.
    public var verdict: String
    /// Why it is not reliable, and what had to be tried to read the mask; empty for neither.
    public var reason: String
    /// What was undone before the image was registered, `as it is` for nothing.
    public var pose: String
    /// The mean over structures of the Dice to be expected with the truth; nil where it is not known.
    public var expected: Float?
    /// Where the true mean lies nine times in ten.
    public var lower: Float?
    public var upper: Float?
    /// The mean absolute error to be expected of ``expected``.
    public var expectedError: Float?

    public init(
        fname: String, reliability: Float, verdict: String, reason: String, pose: String, expected: Float? = nil,
        lower: Float? = nil, upper: Float? = nil, expectedError: Float? = nil
    ) {
        self.expected = expected
        self.lower = lower
        self.upper = upper
        self.expectedError = expectedError
        self.fname = fname
        self.reliability = reliability
        self.verdict = verdict
        self.reason = reason
        self.pose = pose
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("reliability") { .number($0.reliability) },
        ScoreColumn("verdict") { .text($0.verdict) },
        ScoreColumn("reason") { .text($0.reason) },
        ScoreColumn("pose") { .text($0.pose) },
        ScoreColumn("expected") { .number($0.expected) },
        ScoreColumn("lower") { .number($0.lower) },
        ScoreColumn("upper") { .number($0.upper) },
        ScoreColumn("expected_error") { .number($0.expectedError) },
    ]
}
