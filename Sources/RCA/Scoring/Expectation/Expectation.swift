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

/// What a reference set has learned of itself: each reference seen against the others, as it is and perturbed.
public struct PosteriorCalibration: Sendable, Equatable, Codable {
    /// How the references' opinions become probabilities.
    public let posterior: PosteriorModel
    /// How far the expected Dice may be off.
    public let errors: ErrorModel

    package init(posterior: PosteriorModel, errors: ErrorModel) {
        self.posterior = posterior
        self.errors = errors
    }

    /// Whether it is about so many structures. One that was read may be about others.
    func isOf(structureCount: Int) -> Bool {
        posterior.structures.count == structureCount && errors.structures.count == structureCount
    }
}

/// The Dice that a mask is expected to have with a truth that nobody has seen.
///
/// Two estimates are known from the posterior p. Were the mask's errors independent of the truth given the image, the
/// expected Dice would be close to
///
///     soft = 2 Σ A p / (Σ A + Σ p)
///
/// (the ratio of expectations, one pass over the pixels. The mean over truths whose outline moves as a whole, which is
/// the worst case, differs by less than 0.005 where it moves by 2 pixels of the grid, as a test shows, and by 0.012 at
/// 4.) It is too low, since whoever drew the mask saw the image too: where vote and mask differ, the mask is evidence
/// of the truth, as a second rater is (Warfield, Zou and Wells, IEEE TMI 2004). The other end is the Dice with the
/// likely pixels themselves, which takes the vote for the truth and is too high where it is unsure:
///
///     hard = 2 Σ A [p > ½] / (Σ A + Σ [p > ½])
///
/// The estimate lies between them: soft + κ (hard − soft). All sums run over the whole image and mask.
package enum ExpectedDice {
    /// κ where the references vote alone. Chosen on masks of small networks that were trained on half of the JSRT
    /// references, for the other half, as it is and perturbed: lungs were best at 0.5 to 0.9 and hearts at 0.7 to 1.1,
    /// with and without masks drawn towards the truth. For other masks another κ would be best (docs/learning.md).
    package static let weightOfMask: Float = 0.75

    /// κ where networks give half of the posterior, which is then closer to the truth by itself. Chosen on references
    /// that the networks have not seen, unchanged and perturbed, with masks of plain networks and damaged truths: the
    /// mean error, relative to the best of each kind of mask, is least at 0.5 (docs/learning.md).
    package static let weightOfMaskBesideNetworks: Float = 0.5

    /// - Parameters:
    ///   - areas: the mask's shares of the cells of the posterior's grid.
    ///   - posterior: over the same image.
    ///   - weight: κ; nil takes that of the posterior.
    /// - Returns: one value a structure, in [0, 1]; nil where neither the mask nor the posterior shows it.
    package static func values(
        _ areas: MaskAreas, _ posterior: TruthPosterior, weight: Float? = nil
    ) -> [Float?] {
        precondition(areas.gridSize == posterior.gridSize, "grids of one size")
        return posterior.structures.enumerated().map { position, structure in
            let (shares, sum) = (areas.shares[position], areas.sums[position])
            guard sum > 0 || structure.likelySum > 0 else { return nil }
            let soft = 2 * FloatSums.dot(shares, structure.probability) / max(sum + structure.probabilitySum, 1e-6)
            let hard = 2 * FloatSums.dot(shares, structure.likely) / max(sum + structure.likelySum, 1e-6)
            return min(max(soft + (weight ?? structure.weightOfMask) * (hard - soft), 0), 1)
        }
    }
}
