/// What is to be expected of one mask: a structure at a time, and of their mean.
struct Expectation {
    let structures: [ExpectedScore?]
    let mean: ExpectedScore?

    /// - Parameter errors: nil where they are not known; there are no ranges then.
    init(_ areas: MaskAreas, _ posterior: TruthPosterior, errors: ErrorModel?) {
        let values = ExpectedDice.values(areas, posterior)
        structures = values.enumerated().map { position, value in
            value.map { value in
                ExpectedScore(
                    dice: value,
                    errors.map {
                        ExpectedScore.Uncertainty(
                            expected: value, doubt: 1 - posterior.structures[position].selfAgreement,
                            residuals: $0.structures[position])
                    })
            }
        }
        mean = Dice.mean(values).map { value in
            ExpectedScore(
                dice: value,
                errors.map {
                    ExpectedScore.Uncertainty(expected: value, doubt: posterior.doubt, residuals: $0.mean)
                })
        }
    }
}
