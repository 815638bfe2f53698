public import Tables

/// A row of the table of `rca-cli compare --agreement`: how well two segmenters' masks of an image agree.
public struct AgreementRow: ScoreRow, Equatable {
    /// The image's name without extension and suffix, by which rows are sorted.
    public var image: String
    public var first: String
    public var second: String
    /// ``EvaluationReport/meanName`` for the mean over the structures.
    public var structure: String
    /// Of both masks, 0 to 1; nil where neither has the structure.
    public var dice: Float?

    public var fname: String { image }

    public init(image: String, first: String, second: String, structure: String, dice: Float?) {
        self.image = image
        self.first = first
        self.second = second
        self.structure = structure
        self.dice = dice
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("image") { .text($0.image) },
        ScoreColumn("first") { .text($0.first) },
        ScoreColumn("second") { .text($0.second) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("dice") { .number($0.dice) },
    ]
}
