public import Imaging

/// A row of `rca_intervals.csv`: where the true Dice lies, one a mask and structure, and one for the mask's mean.
public struct IntervalRow: StructureRow, Equatable {
    public var fname: String
    /// A structure's name, or `mean`.
    public var structure: String
    /// 0 to 1, and `lower` ≤ `predicted` ≤ `upper`; all nil where the structure has no estimate.
    public var predicted: Float?
    public var lower: Float?
    public var upper: Float?
    /// `accept`, `review` or `reject`.
    public var decision: String

    public init(fname: String, structure: String, predicted: Float?, lower: Float?, upper: Float?, decision: String) {
        self.fname = fname
        self.structure = structure
        self.predicted = predicted
        self.lower = lower
        self.upper = upper
        self.decision = decision
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("predicted") { .number($0.predicted) },
        ScoreColumn("lower") { .number($0.lower) },
        ScoreColumn("upper") { .number($0.upper) },
        ScoreColumn("decision") { .text($0.decision) },
    ]
}

/// A row of `rca_failures.csv`: a case that has no result, and why.
public struct FailureRow: ScoreRow, Equatable {
    public var fname: String
    /// What kind of failure: ``InputError/Code``.
    public var kind: String
    /// The file it is about.
    public var subject: String
    public var problem: String
    /// How to mend it; empty where nobody knows.
    public var remedy: String

    public init(fname: String, error: InputError) {
        self.fname = fname
        kind = error.code.rawValue
        subject = error.subject
        problem = error.problem
        remedy = error.remedy ?? ""
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("kind") { .text($0.kind) },
        ScoreColumn("subject") { .text($0.subject) },
        ScoreColumn("problem") { .text($0.problem) },
        ScoreColumn("remedy") { .text($0.remedy) },
    ]
}
