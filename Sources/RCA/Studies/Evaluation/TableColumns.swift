public import Imaging
import Tables

/// Which columns of a wide table hold the true Dice of a structure and the estimates of it.
public struct TableColumns: Sendable, Equatable {
    public struct Estimate: Sendable, Equatable {
        public let estimator: String
        public let column: String
    }

    /// `mean` for the mean over the structures.
    public let structure: String
    public let truth: String
    public let estimates: [Estimate]

    /// Reads `lungs:L_Dice_Real:max=L_Dice_RCA_Max,mean=L_Dice_RCA_Mean`: the structure, its truth's column, and what
    /// each estimate is called with its column. An estimate without a name is called like its column.
    /// - Throws: ``InputError`` (`optionInvalid`) where the text is anything else.
    public init(parsing text: String) throws(InputError) {
        func failure(_ problem: String) -> InputError {
            InputError(
                .optionInvalid, "columns '\(text)'", problem,
                remedy: "write them as STRUCTURE:TRUTH-COLUMN:max=COLUMN,mean=COLUMN")
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw failure("is not a structure, a truth column and estimate columns") }
        guard !parts[0].isEmpty else { throw failure("the structure has no name") }
        var estimates: [Estimate] = []
        for entry in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
            let names = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let estimator = names.first, let column = names.last, !estimator.isEmpty else {
                throw failure("'\(entry)' names no estimate")
            }
            guard !estimates.contains(where: { $0.estimator == estimator }) else {
                throw failure("the estimate '\(estimator)' occurs twice")
            }
            estimates.append(Estimate(estimator: String(estimator), column: String(column)))
        }
        structure = String(parts[0])
        truth = String(parts[1])
        self.estimates = estimates
    }

    /// Adds the predicted and the true scores of a table that has both, one row a mask.
    ///
    /// A mask is called by its `fname`, otherwise (or where that occurs before) by its row, counted from 1.
    /// - Parameter cluster: the column that says which rows belong together; nil takes `fname`, and where there is
    ///   none each row by itself.
    static func read(
        _ table: CSVTable, columns: [TableColumns], cluster: String?, suffixes: [String]
    ) throws(InputError) -> (predictions: ScoresByMask, truth: ScoresByMask) {
        var predictions = ScoresByMask()
        var truth = ScoresByMask()
        let fname = try table.column(ifPresent: "fname")
        var clusterColumn: Int?
        if let cluster { clusterColumn = try table.column(named: cluster) }
        for structure in columns {
            guard !predictions.structureNames.contains(structure.structure) else {
                throw InputError(
                    .optionInvalid, "columns of \(structure.structure)", "are given twice", remedy: "give them once")
            }
            let real = try table.column(named: structure.truth)
            var estimates: [Int] = []
            for estimate in structure.estimates { estimates.append(try table.column(named: estimate.column)) }
            let estimators = structure.estimates.map(\.estimator)
            var taken: Set<FileName> = []
            for row in table.rows {
                var name = FileName("row \(row + 1)")
                var image: String?
                if let fname {
                    let text = try table.text(inRow: row, column: fname)
                    image = FileStem(of: text, droppingSuffixes: suffixes).text
                    name = taken.contains(FileName(text)) ? FileName("\(text) (row \(row + 1))") : FileName(text)
                    taken.insert(name)
                }
                if let clusterColumn { image = FieldText.known(try table.text(inRow: row, column: clusterColumn)) }
                if image != nil || clusterColumn != nil, !truth.addCluster(image, of: name) {
                    throw table.contradiction(name, row: row, column: clusterColumn ?? 0)
                }
                var numbers: [Double?] = []
                for column in estimates { numbers.append(try table.score(inRow: row, column: column)) }
                _ = predictions.add(numbers, of: structure.structure, name, estimators: estimators)
                _ = truth.add(
                    [try table.score(inRow: row, column: real)], of: structure.structure, name,
                    estimators: ScoresByMask.real)
            }
        }
        return (predictions, truth)
    }
}
