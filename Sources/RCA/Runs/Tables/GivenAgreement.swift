import Cases
import Evaluation
import Journal
import Tables

/// How well the Dice that a table of masks has itself agree with those that were predicted here.
struct GivenAgreement {
    private var mean = RunningCorrelation()
    private var maximum = RunningCorrelation()

    mutating func add(_ row: GivenDiceRow) {
        if let expected = row.expected, let given = row.givenMean { mean.add(Double(expected), Double(given)) }
        if let dice = row.dice, let given = row.givenMaximum { maximum.add(Double(dice), Double(given)) }
    }

    /// One a column that has any numbers.
    var figures: [RunOutcome.Folder.GivenFigure] {
        [("expected", MaskTableColumns.meanDice, mean), ("dice", MaskTableColumns.maximumDice, maximum)].compactMap {
            ours, theirs, pairs in
            pairs.meanDifference.map {
                RunOutcome.Folder.GivenFigure(
                    ours: ours, theirs: theirs, masks: pairs.count, pearson: pairs.pearson, meanDifference: $0)
            }
        }
    }
}
