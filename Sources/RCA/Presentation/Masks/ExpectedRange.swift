import Tables

/// The Dice to be expected with the truth, and where the true one lies, as the tables have them.
public struct ExpectedRange: Sendable, Equatable {
    /// In [0, 1].
    public var dice: Float
    /// The true Dice lies between them nine times in ten; nil where that is not known.
    public var lower: Float?
    public var upper: Float?

    public init(dice: Float, lower: Float? = nil, upper: Float? = nil) {
        self.dice = dice
        self.lower = lower
        self.upper = upper
    }

    /// Nil where there is no Dice.
    public init?(dice: Float?, lower: Float?, upper: Float?) {
        guard let dice else { return nil }
        self.init(dice: dice, lower: lower, upper: upper)
    }

    /// Half the width of the range; nil where that is not known.
    public var halfWidth: Float? { lower.flatMap { lower in upper.map { ($0 - lower) / 2 } } }

    /// `0.874–0.947`; nil where the range is not known.
    public var rangeText: String? {
        guard let lower, let upper else { return nil }
        return "\(DecimalText.threeDigits(Double(lower)))–\(DecimalText.threeDigits(Double(upper)))"
    }

    /// `0.912 (0.874–0.947)`
    public var text: String {
        let dice = DecimalText.threeDigits(Double(dice))
        return rangeText.map { "\(dice) (\($0))" } ?? dice
    }
}
