/// A row of the table of `rca-cli compare --output`: which segmenter's mask to take for an image.
public struct BestMaskRow: ScoreRow, Equatable {
    /// The mask's file name, in the folder of its segmenter's masks.
    public var fname: String
    /// The image's name without extension and suffix.
    public var image: String
    public var segmenter: String
    /// The mask's predicted Dice, 0 to 1.
    public var predicted: Float
    /// By how much it is above the next best; nil where no other segmenter has a mask of the image.
    public var margin: Float?
    /// Whether the score can be believed.
    public var isReliable: Bool

    public init(
        fname: String, image: String, segmenter: String, predicted: Float, margin: Float?,
        isReliable: Bool
    ) {
        self.fname = fname
        self.image = image
        self.segmenter = segmenter
        self.predicted = predicted
        self.margin = margin
        self.isReliable = isReliable
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("image") { .text($0.image) },
        ScoreColumn("segmenter") { .text($0.segmenter) },
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("predicted") { .number($0.predicted) },
        ScoreColumn("margin") { .number($0.margin) },
        ScoreColumn("reliable") { .text($0.isReliable ? "yes" : "no") },
    ]
}
