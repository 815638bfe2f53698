/// A Dice to be expected, and where the true one lies.
public struct ExpectedScore: Sendable, Equatable {
    /// One in ten true values may lie outside ``range``.
    static let alpha: Float = 0.1

    /// What is known of the error of one expected Dice.
    struct Uncertainty: Sendable, Equatable {
        let expected: Float
        /// As in ``ErrorModel/scale(doubt:)``.
        let doubt: Float
        let residuals: ErrorModel.Residuals

        func range(alpha: Float) -> ClosedRange<Float>? {
            ErrorModel.range(expected: expected, doubt: doubt, residuals: residuals, alpha: alpha)
        }
    }

    /// In [0, 1].
    public let dice: Float
    /// Holds the true Dice nine times in ten; nil where the references are too few to know.
    public let range: ClosedRange<Float>?
    /// Of the Dice itself, or of each of those that it is the mean of; empty where nothing is known.
    private let uncertainties: [Uncertainty]

    /// - Parameter uncertainty: nil where nothing is known.
    init(dice: Float, _ uncertainty: Uncertainty?) {
        self.init(dice: dice, uncertainties: uncertainty.map { [$0] } ?? [])
    }

    /// The mean of what is expected of some structures: its range goes from the mean of the lower ends to that of the
    /// upper ones, which is wide enough however the structures' errors go together.
    ///
    /// - Returns: nil without scores.
    init?(meanOf scores: [ExpectedScore]) {
        guard let dice = Dice.mean(scores.map { $0.dice }) else { return nil }
        let areKnown = scores.allSatisfy { !$0.uncertainties.isEmpty }
        self.init(dice: dice, uncertainties: areKnown ? scores.flatMap(\.uncertainties) : [])
    }

    private init(dice: Float, uncertainties: [Uncertainty]) {
        self.dice = dice
        self.uncertainties = uncertainties
        range = Self.range(round: dice, uncertainties, alpha: Self.alpha)
    }

    /// Where the true Dice lies with a probability of 1 − alpha; never without ``dice``.
    ///
    /// - Parameter alpha: in (0, 1); less than ``ErrorModel/leastAlpha`` promises no more than that.
    /// - Returns: within [0, 1]; nil where the references are too few to know.
    public func range(alpha: Float) -> ClosedRange<Float>? { Self.range(round: dice, uncertainties, alpha: alpha) }

    private static func range(
        round dice: Float, _ uncertainties: [Uncertainty], alpha: Float
    ) -> ClosedRange<Float>? {
        let ranges = uncertainties.compactMap { $0.range(alpha: alpha) }
        guard ranges.count == uncertainties.count, let lower = Dice.mean(ranges.map { $0.lowerBound }),
            let upper = Dice.mean(ranges.map { $0.upperBound })
        else { return nil }
        return min(lower, dice)...max(upper, dice)
    }
}
