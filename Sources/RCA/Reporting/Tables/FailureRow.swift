public import Imaging

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
