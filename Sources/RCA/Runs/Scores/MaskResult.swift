package import Imaging
package import Journal
package import Reporting
package import Scoring

/// What became of one mask, in a form that a hundred thousand of them fit in memory in.
package struct MaskResult: Sendable {
    package let folder: Int
    package let fname: String
    package let outcome: Result<Scores, InputError>
    package let warnings: [String]
    package var files = CaseFiles()

    package struct Scores: Sendable {
        /// The estimate that was asked for.
        package let dice: Float
        package let structures: [StructureScore]
        /// Of the mean over structures.
        package let expected: ExpectedScore?
        package let expectedError: Float?
        package let reliability: Reliability
        package let pose: Pose
        /// What had to be tried to read the mask; nil for nothing.
        package var remark: String?
        /// Positions of the references used; empty unless details are wanted.
        package let references: [Int32]
        /// One a reference and structure, NaN where it is not defined; empty unless details are wanted.
        package let details: [Float]
        /// One a structure; empty unless outlines are measured.
        package let surfaces: [SurfaceScore]
        /// Of the mask's pixels, where outlines are measured in mm.
        package let spacing: PixelSpacing?

        package init(
            _ score: MaskScore, dice: Float, expectedError: Float?, of image: CaseScore, spacing: PixelSpacing?,
            keepsDetails: Bool
        ) {
            self.dice = dice
            structures = score.structures
            expected = score.expected
            self.expectedError = expectedError
            reliability = image.reliability
            pose = image.pose
            references = keepsDetails ? image.selected.map(Int32.init) : []
            details = keepsDetails ? score.details.flatMap { $0.map { $0 ?? .nan } } : []
            surfaces = score.surfaces
            self.spacing = spacing
        }
    }
}

extension MaskResult.Scores {
    package func structureRows(fname: String, _ names: [String], set: ReferenceSet) -> [StructureScoreRow] {
        zip(names, structures).map { structure, score in
            StructureScoreRow(
                fname: fname, structure: structure, dice: score.dice,
                reference: score.reference.map { set.references[$0].name }, mean: score.mean, median: score.median,
                best: score.best, consensus: score.consensus, expected: score.expected?.dice,
                lower: score.expected?.range?.lowerBound, upper: score.expected?.range?.upperBound)
        }
    }

    package func surfaceRows(fname: String, _ names: [String]) -> [SurfaceRow] {
        zip(names, surfaces).map { structure, score in
            SurfaceRow(
                fname: fname, structure: structure, hausdorff95: score.hausdorff95, hausdorff: score.hausdorff,
                average: score.average, surfaceDice: score.surfaceDice, unit: score.unit, spacing: spacing)
        }
    }

    package func reliabilityRow(fname: String) -> ReliabilityRow {
        ReliabilityRow(
            fname: fname, reliability: reliability.figure, verdict: reliability.verdict.rawValue,
            reason: [reliability.reason, remark ?? ""].filter { !$0.isEmpty }.joined(separator: "; "),
            pose: pose.description, expected: expected?.dice,
            lower: expected?.range?.lowerBound, upper: expected?.range?.upperBound, expectedError: expectedError)
    }

    package func detailRows(fname: String, _ names: [String], set: ReferenceSet) -> [ReferenceScoreRow] {
        names.indices.flatMap { structure in
            references.indices.map { position in
                let dice = details[position * names.count + structure]
                return ReferenceScoreRow(
                    fname: fname, structure: names[structure],
                    reference: set.references[Int(references[position])].name, dice: dice.isNaN ? nil : dice,
                    pose: pose.description)
            }
        }
    }
}
