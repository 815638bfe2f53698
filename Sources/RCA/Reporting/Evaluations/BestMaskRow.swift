public import Tables

/// A row of the table of `rca-cli compare --output`: which segmenter's mask to take for an image.
public struct BestMaskRow: ScoreRow, Equatable {
    /// The mask's file name, in the folder of its segmenter's masks.
    public var fname: String
    /// The image's name without extension and suffix.
    public var image: String
    public var segmenter: String
    /// The mask's predicted Dice, 0 to 1; nil without a score.
    public var predicted: Float?
    /// By how much it is above the highest of the others; nil where no other mask of the image has a score.
    public var margin: Float?
    /// Whether the score can be believed; nil without one.
    public var isReliable: Bool?
    /// The mask's mean Dice with the others of the image, 0 to 1; nil where they were not compared.
    public var agreement: Float?

    public init(
        fname: String, image: String, segmenter: String, predicted: Float?, margin: Float?, isReliable: Bool?,
        agreement: Float?
    ) {
        self.fname = fname
        self.image = image
        self.segmenter = segmenter
        self.predicted = predicted
        self.margin = margin
        self.isReliable = isReliable
        self.agreement = agreement
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("image") { .text($0.image) },
        ScoreColumn("segmenter") { .text($0.segmenter) },
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("predicted") { .number($0.predicted) },
        ScoreColumn("margin") { .number($0.margin) },
        ScoreColumn("reliable") { .text($0.isReliable.map { $0 ? "yes" : "no" } ?? "") },
        ScoreColumn("agreement") { .number($0.agreement) },
    ]
}
