/// A row of `rca_given.csv`: what a table of masks says itself of a mask's Dice, beside what was predicted here.
public struct GivenDiceRow: ScoreRow, Equatable {
    /// The name of the image, as the table has it.
    public var fname: String
    /// The expected Dice, as in `rca_reliability.csv`.
    public var expected: Float?
    /// As in `rca_dice_scores.csv`.
    public var dice: Float?
    /// `Dice RCA (Mean)` of the table.
    public var givenMean: Float?
    /// `Dice RCA (Max)` of the table.
    public var givenMaximum: Float?

    public init(fname: String, expected: Float?, dice: Float?, givenMean: Float?, givenMaximum: Float?) {
        self.fname = fname
        self.expected = expected
        self.dice = dice
        self.givenMean = givenMean
        self.givenMaximum = givenMaximum
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("expected") { .number($0.expected) },
        ScoreColumn("dice") { .number($0.dice) },
        ScoreColumn("given_mean") { .number($0.givenMean) },
        ScoreColumn("given_max") { .number($0.givenMaximum) },
    ]
}
