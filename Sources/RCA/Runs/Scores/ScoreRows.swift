import Auditing
import Cases
import Imaging
import Journal
import Scoring
import Tables

/// Makes the rows of all tables from what a mask scored.
struct ScoreRows: Sendable {
    let set: ReferenceSet
    let structures: ReportedStructures
    /// Nil where none are asked for.
    let intervals: RunIntervals?
    let hasDetails: Bool

    /// - Parameters:
    ///   - dice: the estimate that was asked for.
    ///   - mask: its score over the structures that are asked for.
    ///   - image: the case that it is of.
    ///   - remark: what had to be tried to read the mask; nil for nothing.
    ///   - spacing: of the mask's pixels, where outlines are measured in mm.
    ///   - shapes: of the structures, in their order.
    ///   - given: what the table that the mask is from says of it; nil where there is none.
    func scores(
        _ fname: String, dice: Float, _ mask: MaskScore, of image: CaseScore, remark: String?, spacing: PixelSpacing?,
        shapes: [MaskShape], given: MaskTableRow.GivenDice?
    ) -> JournalEntry.Scores {
        let expectedError = structures.expectedError(of: image)
        return JournalEntry.Scores(
            dice: dice,
            structures: zip(structures.names, mask.structures).map { structure, score in
                StructureScoreRow(
                    fname: fname, structure: structure, dice: score.dice,
                    reference: score.reference.map { set.references[$0].name }, mean: score.mean,
                    median: score.median, best: score.best, consensus: score.consensus,
                    expected: score.expected?.dice, lower: score.expected?.range?.lowerBound,
                    upper: score.expected?.range?.upperBound)
            },
            reliability: ReliabilityRow(
                fname: fname, reliability: image.reliability.figure, verdict: image.reliability.verdict.rawValue,
                reason: [image.reliability.reason, remark ?? ""].filter { !$0.isEmpty }.joined(separator: "; "),
                pose: image.pose.description, expected: mask.expected?.dice,
                lower: mask.expected?.range?.lowerBound, upper: mask.expected?.range?.upperBound,
                expectedError: expectedError),
            details: hasDetails ? details(fname, mask, of: image) : [],
            intervals: intervals?.rows(fname, mask, of: image, structures.names) ?? [],
            surfaces: zip(structures.names, mask.surfaces).map { structure, score in
                SurfaceRow(
                    fname: fname, structure: structure, hausdorff95: score.hausdorff95, hausdorff: score.hausdorff,
                    assd: score.assd, surfaceDice: score.surfaceDice, unit: score.unit, spacing: spacing)
            }, shapes: shapes, given: given)
    }

    private func details(_ fname: String, _ mask: MaskScore, of image: CaseScore) -> [ReferenceScoreRow] {
        structures.names.enumerated().flatMap { position, structure in
            zip(image.selected, mask.details).map { reference, dice in
                ReferenceScoreRow(
                    fname: fname, structure: structure, reference: set.references[reference].name,
                    dice: dice[position], pose: image.pose.description)
            }
        }
    }
}
