import Presentation
import Tables

/// The means of many masks' expected Dice and of their ranges, added up one by one.
struct ExpectedMeans {
    private var count = 0
    private var known = (dice: 0, ranges: 0)
    private var sums = (dice: 0.0, lower: 0.0, upper: 0.0)

    mutating func add(_ row: ReliabilityRow) {
        count += 1
        guard let dice = row.expected else { return }
        known.dice += 1
        sums.dice += Double(dice)
        guard let lower = row.lower, let upper = row.upper else { return }
        known.ranges += 1
        sums.lower += Double(lower)
        sums.upper += Double(upper)
    }

    /// Nil without masks, or where one has no expected Dice; without a range where one has none.
    var means: ExpectedRange? {
        guard count > 0, known.dice == count else { return nil }
        func mean(_ sum: Double) -> Float { Float(sum / Double(count)) }
        guard known.ranges == count else { return ExpectedRange(dice: mean(sums.dice)) }
        return ExpectedRange(dice: mean(sums.dice), lower: mean(sums.lower), upper: mean(sums.upper))
    }
}
