/// Which estimate of a mask's Dice goes into `rca_dice_scores.csv`.
public enum Estimator: String, Sendable, CaseIterable, Codable {
    /// The maximum over references of the mean over structures: the published meaning, and the default. Grows
    /// optimistic with the number of references.
    case dice
    /// Dice with the consensus of the references in the query's own space, mean over structures: optimistic where the
    /// images do not look like the references.
    case consensus
    /// The Dice to be expected with the truth, from the references' posterior over the whole image: usually the most
    /// accurate, and honest on images unlike the references.
    case expected
    /// Over the references' means over structures: the mean of the best half, the mean, or the median. Pessimistic,
    /// since registration itself is not perfect; they rank masks well.
    case best
    case mean
    case median
}

extension MaskScore {
    /// The mask's estimate, in [0, 1]; nil where no structure has one, or the classifier has no consensus.
    public func estimate(_ estimator: Estimator) -> Float? {
        let means = StructureScore(details.map { (reference: 0, dice: Dice.mean($0)) }, consensus: nil)
        return switch estimator {
        case .dice: dice
        case .consensus: Dice.mean(structures.map(\.consensus))
        case .expected: expected?.dice
        case .best: means.best
        case .mean: means.mean
        case .median: means.median
        }
    }
}
