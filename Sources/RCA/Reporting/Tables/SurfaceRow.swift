public import Imaging

/// A row of `rca_surface.csv`: how far a structure's outline lies from the true one, one a mask and structure.
public struct SurfaceRow: StructureRow, Equatable {
    public var fname: String
    public var structure: String
    /// The 95th percentile of the distances, the largest and the mean, in ``unit``: infinite where one of both masks has
    /// no such structure, nil where neither has.
    public var hausdorff95: Float?
    public var hausdorff: Float?
    public var average: Float?
    /// 0 to 1, nil where neither mask has the structure.
    public var surfaceDice: Float?
    /// `px` or `mm`.
    public var unit: String

    public init(
        fname: String, structure: String, hausdorff95: Float?, hausdorff: Float?, average: Float?, surfaceDice: Float?,
        unit: String
    ) {
        self.fname = fname
        self.structure = structure
        self.hausdorff95 = hausdorff95
        self.hausdorff = hausdorff
        self.average = average
        self.surfaceDice = surfaceDice
        self.unit = unit
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("hd95") { .number($0.hausdorff95) },
        ScoreColumn("hausdorff") { .number($0.hausdorff) },
        ScoreColumn("assd") { .number($0.average) },
        ScoreColumn("surface_dice") { .number($0.surfaceDice) },
        ScoreColumn("unit") { .text($0.unit) },
    ]

    /// The rows of a file with these columns, in the file's order; other columns are ignored.
    /// - Throws: `InputError` naming line and column where a field is no distance, or no fraction from 0 to 1.
    public static func rows(of table: CSVTable) throws(InputError) -> [SurfaceRow] {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let hausdorff95 = try table.column(named: "hd95")
        let hausdorff = try table.column(named: "hausdorff")
        let average = try table.column(named: "assd")
        let surfaceDice = try table.column(named: "surface_dice")
        let unit = try table.column(named: "unit")
        var rows: [SurfaceRow] = []
        for row in table.rows {
            rows.append(
                SurfaceRow(
                    fname: try table.text(inRow: row, column: fname),
                    structure: try table.text(inRow: row, column: structure),
                    hausdorff95: try table.distance(inRow: row, column: hausdorff95),
                    hausdorff: try table.distance(inRow: row, column: hausdorff),
                    average: try table.distance(inRow: row, column: average),
                    surfaceDice: try table.fraction(inRow: row, column: surfaceDice),
                    unit: try table.text(inRow: row, column: unit)))
        }
        return rows
    }
}

extension CSVTable {
    fileprivate func distance(inRow row: Int, column: Int) throws(InputError) -> Float? {
        if String(decoding: bytes(inRow: row, column: column), as: UTF8.self) == "inf" { return .infinity }
        guard let value = try number(inRow: row, column: column) else { return nil }
        guard value >= 0 else {
            throw error(
                .fileDamaged, "\(ShortestFloat.text(value)) is not a distance", row: row, column: column,
                remedy: "give distances of 0 or more, or inf")
        }
        return value
    }

    fileprivate func fraction(inRow row: Int, column: Int) throws(InputError) -> Float? {
        guard let value = try number(inRow: row, column: column) else { return nil }
        guard (0...1).contains(value) else {
            throw error(
                .fileDamaged, "\(ShortestFloat.text(value)) is not a surface Dice", row: row, column: column,
                remedy: "give fractions from 0 to 1")
        }
        return value
    }
}
