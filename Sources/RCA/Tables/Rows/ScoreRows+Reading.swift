public import Imaging

extension MaskScoreRow {
    /// The rows of a file with the columns `fname` and `dice`, in the file's order; other columns are ignored.
    /// - Throws: `InputError` naming the line and column where a Dice is not a number from 0 to 1.
    public static func rows(of table: CSVTable) throws(InputError) -> [MaskScoreRow] {
        let fname = try table.column(named: "fname")
        let dice = try table.column(named: "dice")
        return try table.mapRows { row throws(InputError) in
            MaskScoreRow(
                fname: try table.text(inRow: row, column: fname), dice: try table.dice(inRow: row, column: dice))
        }
    }
}

extension StructureScoreRow {
    /// The rows of a file with at least the columns `fname`, `structure` and `dice`, in the file's order.
    ///
    /// Estimates whose column the file does not have are nil; columns of other names are ignored.
    /// - Throws: `InputError` naming the line and column where a Dice is not a number from 0 to 1.
    public static func rows(of table: CSVTable) throws(InputError) -> [StructureScoreRow] {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let dice = try table.column(named: "dice")
        let reference = try table.column(ifPresent: "reference")
        let mean = try table.column(ifPresent: "mean")
        let median = try table.column(ifPresent: "median")
        let best = try table.column(ifPresent: "best")
        let consensus = try table.column(ifPresent: "consensus")
        let expected = try table.column(ifPresent: "expected")
        let lower = try table.column(ifPresent: "lower")
        let upper = try table.column(ifPresent: "upper")
        return try table.mapRows { row throws(InputError) in
            var name: String?
            if let reference {
                let text = try table.text(inRow: row, column: reference)
                name = text.isEmpty ? nil : text
            }
            return StructureScoreRow(
                fname: try table.text(inRow: row, column: fname),
                structure: try table.text(inRow: row, column: structure),
                dice: try table.dice(inRow: row, column: dice),
                reference: name,
                mean: try table.dice(inRow: row, column: mean),
                median: try table.dice(inRow: row, column: median),
                best: try table.dice(inRow: row, column: best),
                consensus: try table.dice(inRow: row, column: consensus),
                expected: try table.dice(inRow: row, column: expected),
                lower: try table.dice(inRow: row, column: lower), upper: try table.dice(inRow: row, column: upper))
        }
    }
}

extension ReferenceScoreRow {
    /// The rows of a file with the columns `fname`, `structure`, `reference` and `dice`, in the file's order;
    /// other columns are ignored.
    /// - Throws: `InputError` naming the line and column where a Dice is not a number from 0 to 1.
    public static func rows(of table: CSVTable) throws(InputError) -> [ReferenceScoreRow] {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let reference = try table.column(named: "reference")
        let dice = try table.column(named: "dice")
        return try table.mapRows { row throws(InputError) in
            ReferenceScoreRow(
                fname: try table.text(inRow: row, column: fname),
                structure: try table.text(inRow: row, column: structure),
                reference: try table.text(inRow: row, column: reference),
                dice: try table.dice(inRow: row, column: dice))
        }
    }
}

extension TrueScoreRow {
    /// The rows of a file with the columns `fname`, `structure` and `dice`, in the file's order; other columns
    /// are ignored.
    /// - Throws: `InputError` naming the line and column where a Dice is not a number from 0 to 1.
    public static func rows(of table: CSVTable) throws(InputError) -> [TrueScoreRow] {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let dice = try table.column(named: "dice")
        return try table.mapRows { row throws(InputError) in
            TrueScoreRow(
                fname: try table.text(inRow: row, column: fname),
                structure: try table.text(inRow: row, column: structure),
                dice: try table.dice(inRow: row, column: dice))
        }
    }
}

extension CSVTable {
    fileprivate func mapRows<Row>(_ read: (Int) throws(InputError) -> Row) throws(InputError) -> [Row] {
        var result: [Row] = []
        result.reserveCapacity(rows.count)
        for row in rows { result.append(try read(row)) }
        return result
    }

    /// A number from 0 to 1; nil where the field is empty or there is no such column.
    ///
    /// - Parameter name: what it is, for the error.
    /// - Throws: `InputError` naming the line and column where it is another.
    package func dice(inRow row: Int, column: Int?, called name: String = "Dice") throws(InputError) -> Float? {
        guard let column, let value = try number(inRow: row, column: column) else { return nil }
        guard (0...1).contains(value) else {
            throw error(
                .fileDamaged, "\(ShortestFloat.text(value)) is not a \(name)", row: row, column: column,
                remedy: "give \(name) as fractions from 0 to 1")
        }
        return value
    }
}
