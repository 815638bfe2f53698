public import Imaging

/// A row of `rca_surface.csv`: how far a structure's outline lies from the true one, one a mask and structure.
public struct SurfaceRow: StructureRow, Equatable {
    public var fname: String
    public var structure: String
    /// The 95th percentile of the distances, the largest and the mean, in ``unit``: infinite where one of both masks
    /// has no such structure, nil where neither has.
    public var hausdorff95: Float?
    public var hausdorff: Float?
    public var assd: Float?
    /// 0 to 1, nil where neither mask has the structure.
    public var surfaceDice: Float?
    /// `px` or `mm`.
    public var unit: String
    /// Of the mask's pixels, where distances are in mm: what was known of the image's, for the mask's size.
    public var spacing: PixelSpacing?

    public init(
        fname: String, structure: String, hausdorff95: Float?, hausdorff: Float?, assd: Float?, surfaceDice: Float?,
        unit: String, spacing: PixelSpacing? = nil
    ) {
        self.fname = fname
        self.structure = structure
        self.hausdorff95 = hausdorff95
        self.hausdorff = hausdorff
        self.assd = assd
        self.surfaceDice = surfaceDice
        self.unit = unit
        self.spacing = spacing
    }

    public static let columns: [ScoreColumn<Self>] = [
        ScoreColumn("fname") { .text($0.fname) },
        ScoreColumn("structure") { .text($0.structure) },
        ScoreColumn("hd95") { .number($0.hausdorff95) },
        ScoreColumn("hausdorff") { .number($0.hausdorff) },
        ScoreColumn("assd") { .number($0.assd) },
        ScoreColumn("surface_dice") { .number($0.surfaceDice) },
        ScoreColumn("unit") { .text($0.unit) },
        ScoreColumn("row_mm") { .text($0.spacing.map { "\($0.row)" } ?? "") },
        ScoreColumn("column_mm") { .text($0.spacing.map { "\($0.column)" } ?? "") },
    ]

    /// The rows of a file with these columns, in the file's order; other columns are ignored.
    /// - Throws: `InputError` naming line and column where a field is no distance, or no fraction from 0 to 1.
    public static func rows(of table: CSVTable) throws(InputError) -> [SurfaceRow] {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let hausdorff95 = try table.column(named: "hd95")
        let hausdorff = try table.column(named: "hausdorff")
        let assd = try table.column(named: "assd")
        let surfaceDice = try table.column(named: "surface_dice")
        let unit = try table.column(named: "unit")
        let lengths = (try table.column(ifPresent: "row_mm"), try table.column(ifPresent: "column_mm"))
        var rows: [SurfaceRow] = []
        for row in table.rows {
            rows.append(
                SurfaceRow(
                    fname: try table.text(inRow: row, column: fname),
                    structure: try table.text(inRow: row, column: structure),
                    hausdorff95: try table.distance(inRow: row, column: hausdorff95),
                    hausdorff: try table.distance(inRow: row, column: hausdorff),
                    assd: try table.distance(inRow: row, column: assd),
                    surfaceDice: try table.dice(inRow: row, column: surfaceDice, called: "surface Dice"),
                    unit: try table.text(inRow: row, column: unit), spacing: try table.spacing(inRow: row, lengths)))
        }
        return rows
    }
}

extension CSVTable {
    /// Nil where the fields are empty, or there are no such columns.
    fileprivate func spacing(inRow row: Int, _ columns: (row: Int?, column: Int?)) throws(InputError) -> PixelSpacing? {
        guard let first = columns.row, let second = columns.column else { return nil }
        let texts = (try text(inRow: row, column: first), try text(inRow: row, column: second))
        if texts.0.isEmpty, texts.1.isEmpty { return nil }
        guard let height = Double(texts.0), let width = Double(texts.1),
            let spacing = PixelSpacing(row: height, column: width)
        else {
            throw error(
                .fileDamaged, "\(texts.0) and \(texts.1) are no lengths of a pixel", row: row, column: first,
                remedy: "give millimetres above 0, or leave both empty")
        }
        return spacing
    }

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
}
