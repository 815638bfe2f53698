import Imaging
import Reporting
import Scoring

/// What became of one mask, in a form that a hundred thousand of them fit in memory in.
struct MaskResult: Sendable {
    let folder: Int
    let fname: String
    let outcome: Result<Scores, InputError>
    let warnings: [String]
    var files = CaseFiles()

    struct Scores: Sendable {
        /// The estimate that was asked for.
        let dice: Float
        let structures: [StructureScore]
        /// Of the mean over structures.
        let expected: ExpectedScore?
        let expectedError: Float?
        let reliability: Reliability
        let pose: Pose
        /// Positions of the references used; empty unless details are wanted.
        let references: [Int32]
        /// One a reference and structure, NaN where it is not defined; empty unless details are wanted.
        let details: [Float]
        /// One a structure; empty unless outlines are measured.
        let surfaces: [SurfaceScore]

        init(_ score: MaskScore, dice: Float, of image: CaseScore, keepsDetails: Bool) {
            self.dice = dice
            structures = score.structures
            expected = score.expected
            expectedError = image.outlook?.expectedError
            reliability = image.reliability
            pose = image.pose
            references = keepsDetails ? image.selected.map(Int32.init) : []
            details = keepsDetails ? score.details.flatMap { $0.map { $0 ?? .nan } } : []
            surfaces = score.surfaces
        }
    }
}

extension MaskResult.Scores {
    func structureRows(fname: String, set: ReferenceSet) -> [StructureScoreRow] {
        zip(set.structures, structures).map { structure, score in
            StructureScoreRow(
                fname: fname, structure: structure.name, dice: score.dice,
                reference: score.reference.map { set.references[$0].name }, mean: score.mean, median: score.median,
                best: score.best, consensus: score.consensus, expected: score.expected?.dice,
                lower: score.expected?.range?.lowerBound, upper: score.expected?.range?.upperBound)
        }
    }

    func surfaceRows(fname: String, set: ReferenceSet) -> [SurfaceRow] {
        zip(set.structures, surfaces).map { structure, score in
            SurfaceRow(
                fname: fname, structure: structure.name, hausdorff95: score.hausdorff95, hausdorff: score.hausdorff,
                average: score.average, surfaceDice: score.surfaceDice, unit: score.unit)
        }
    }

    func reliabilityRow(fname: String) -> ReliabilityRow {
        ReliabilityRow(
            fname: fname, reliability: reliability.figure, verdict: reliability.verdict.rawValue,
            reason: reliability.reason, pose: pose.description, expected: expected?.dice,
            lower: expected?.range?.lowerBound, upper: expected?.range?.upperBound, expectedError: expectedError)
    }

    func detailRows(fname: String, set: ReferenceSet) -> [ReferenceScoreRow] {
        set.structures.indices.flatMap { structure in
            references.indices.map { position in
                let dice = details[position * set.structures.count + structure]
                return ReferenceScoreRow(
                    fname: fname, structure: set.structures[structure].name,
                    reference: set.references[Int(references[position])].name, dice: dice.isNaN ? nil : dice,
                    pose: pose.description)
            }
        }
    }
}
