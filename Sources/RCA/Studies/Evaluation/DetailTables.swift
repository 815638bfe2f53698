import Imaging
import Reporting
import Scoring
import Tables

/// The estimates of a mask, worked out again from its Dice on every single reference.
enum DetailTables {
    private static let estimators = ["max", "mean", "median", "best"]

    /// The estimates of each structure, and of each mask as `score --estimator` has them: over the references' means
    /// over structures.
    ///
    /// - Throws: ``InputError`` with the line where a Dice is no number from 0 to 1, or a mask has two different ones
    ///   of one structure and reference.
    static func predictions(of table: CSVTable) throws(InputError) -> ScoresByMask {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let reference = try table.column(named: "reference")
        let dice = try table.column(named: "dice")
        var structures: [String] = []
        var masks: [FileName: ReferenceScores] = [:]
        for row in table.rows {
            let mask = FileName(try table.text(inRow: row, column: fname))
            let name = try table.text(inRow: row, column: structure)
            if !structures.contains(name) { structures.append(name) }
            let value = try table.score(inRow: row, column: dice).map { Float($0) }
            let referenceName = FileName(try table.text(inRow: row, column: reference))
            guard masks[mask, default: ReferenceScores()].add(value, of: name, on: referenceName) else {
                throw table.contradiction(mask, row: row, column: fname)
            }
        }
        var scores = ScoresByMask()
        for structure in structures {
            for (name, mask) in masks {
                guard let dice = mask.dice(of: structure) else { continue }
                _ = scores.add(numbers(dice), of: structure, name, estimators: estimators)
            }
        }
        for (name, mask) in masks {
            _ = scores.add(numbers(mask.means), of: EvaluationReport.meanName, name, estimators: estimators)
        }
        return scores
    }

    private static func numbers(_ dice: [Float?]) -> [Double?] {
        let score = StructureScore(dice.map { (reference: 0, dice: $0) })
        // The decimals that `score` would write, not the digits that make a Double of a Float.
        return [score.dice, score.mean, score.median, score.best].map { $0.flatMap { Double(ShortestFloat.text($0)) } }
    }

    /// One mask's Dice on every reference.
    private struct ReferenceScores {
        private var references: [FileName: [String: Float?]] = [:]

        /// - Returns: false where another Dice of this structure on this reference is there already.
        mutating func add(_ dice: Float?, of structure: String, on reference: FileName) -> Bool {
            if let earlier = references[reference]?[structure] { return earlier == dice }
            references[reference, default: [:]][structure] = .some(dice)
            return true
        }

        /// Nil where there is no row of the structure.
        func dice(of structure: String) -> [Float?]? {
            let rows = references.values.compactMap { $0[structure] }
            return rows.isEmpty ? nil : rows
        }

        var means: [Float?] {
            references.values.map { structures in Dice.mean(structures.sorted { $0.key < $1.key }.map(\.value)) }
        }
    }
}
