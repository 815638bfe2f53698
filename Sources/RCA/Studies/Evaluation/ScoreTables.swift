import Imaging
import Reporting
import Scoring
import Tables

/// Reads score tables, truth tables and tables of details for an evaluation.
enum ScoreTables {
    /// A column of a score file, and what the estimate in it is called here.
    private static let estimates = [
        (column: "dice", estimator: "max"), ("mean", "mean"), ("median", "median"), ("best", "best"),
        ("consensus", "consensus"), ("expected", "expected"), ("predicted", "predicted"),
    ]

    /// Adds the rows of a score file: `fname,structure,dice` and the estimates beside it, or `fname,dice` for the
    /// mean over the structures.
    /// - Parameter maskEstimator: what the `dice` of a whole mask is.
    static func addPredictions(
        of table: CSVTable, maskEstimator: String = "max", to scores: inout ScoresByMask
    ) throws(InputError) {
        _ = try table.column(named: "dice")
        let structure = try table.column(ifPresent: "structure")
        var columns: [Int] = []
        var estimators: [String] = []
        for (name, estimator) in estimates {
            // Of a whole mask the other names are those of structures.
            if structure == nil, name != "dice", name != "predicted" { continue }
            guard let column = try table.column(ifPresent: name) else { continue }
            columns.append(column)
            estimators.append(structure == nil && name == "dice" ? maskEstimator : estimator)
        }
        try add(table, rows: table.rows, structure: structure, columns: columns, estimators: estimators, to: &scores)
    }

    /// The true scores of a truth table: `fname,structure,dice`, or `fname,dice` for the mean over the structures.
    /// - Parameters:
    ///   - rows: those to read; nil for all.
    ///   - cluster: the column that says which masks belong together; nil for none.
    static func truth(
        of table: CSVTable, rows: [Int]? = nil, cluster: String?
    ) throws(InputError) -> ScoresByMask {
        let rows = rows ?? Array(table.rows)
        var scores = ScoresByMask()
        try add(
            table, rows: rows, structure: table.column(ifPresent: "structure"),
            columns: [table.column(named: "dice")], estimators: ScoresByMask.real, to: &scores)
        if let cluster {
            let fname = try table.column(named: "fname")
            let column = try table.column(named: cluster)
            for row in rows {
                let mask = FileName(try table.text(inRow: row, column: fname))
                guard scores.addCluster(FieldText.known(try table.text(inRow: row, column: column)), of: mask) else {
                    throw table.contradiction(mask, row: row, column: column)
                }
            }
        }
        return scores
    }

    private static func add(
        _ table: CSVTable, rows: some Sequence<Int>, structure: Int?, columns: [Int], estimators: [String],
        to scores: inout ScoresByMask
    ) throws(InputError) {
        let fname = try table.column(named: "fname")
        for row in rows {
            var numbers: [Double?] = []
            for column in columns { numbers.append(try table.score(inRow: row, column: column)) }
            var name = EvaluationReport.meanName
            if let structure { name = try table.text(inRow: row, column: structure) }
            let mask = FileName(try table.text(inRow: row, column: fname))
            guard scores.add(numbers, of: name, mask, estimators: estimators) else {
                throw table.contradiction(mask, row: row, column: fname)
            }
        }
    }
}

extension CSVTable {
    /// A Dice, or nil where the field says that it is not defined; of 64 bits, since the 32-bit neighbour of a written
    /// 0.9 lies below the threshold 0.9.
    /// - Throws: ``InputError`` naming line and column where it is not a number from 0 to 1.
    func score(inRow row: Int, column: Int) throws(InputError) -> Double? {
        guard let number = try number(inRow: row, column: column) else { return nil }
        let value = Double(String(decoding: bytes(inRow: row, column: column), as: UTF8.self)) ?? Double(number)
        guard (0...1).contains(value) else {
            throw error(
                .fileDamaged, "\(value) is not a Dice", row: row, column: column,
                remedy: "give Dice as fractions from 0 to 1")
        }
        return value
    }

    /// The error of a mask that has two rows which say different things.
    func contradiction(_ name: FileName, row: Int, column: Int) -> InputError {
        error(
            .fileDamaged, "\(name.text) has an earlier row with other values", row: row, column: column,
            remedy: "keep one of them")
    }
}
