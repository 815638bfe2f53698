import Imaging
import Reporting
import Scoring

/// The places of a CheXmask table's columns.
struct CheXmaskColumns {
    let id: Int
    let width: Int
    let height: Int
    let score: Int
    /// Nil where masks are unpacked.
    let landmarks: Int?
    /// By part; none where landmarks are drawn.
    let masks: [String: Int]
}

/// Reads the outlines of a CheXmask table's rows.
struct CheXmaskRows: Sendable {
    private static let columns = ["left lung": "Left Lung", "right lung": "Right Lung", "heart": "Heart"]
    /// What the tables of the five data sets call their images.
    private static let idColumns = ["image_id", "dicom_id", "ImageID", "Image Index", "Path"]
    /// Which of the 120 landmarks are whose, in HybridGNet's order.
    private static let landmarks = ["right lung": 0..<44, "left lung": 44..<94, "heart": 94..<120]

    let path: String
    let parts: [(part: String, structure: Int)]
    let options: ImportRequest.CheXmaskOptions

    /// - Throws: ``InputError`` that lists the columns found, where one is missing.
    func columns(_ table: CSVTable) throws(InputError) -> CheXmaskColumns {
        var masks: [String: Int] = [:]
        if !options.takesLandmarks {
            for (part, _) in parts { masks[part] = try table.column(named: Self.columns[part] ?? part) }
        }
        return CheXmaskColumns(
            id: try Self.idColumn(table, options.idColumn), width: try table.column(named: "Width"),
            height: try table.column(named: "Height"), score: try table.column(named: "Dice RCA (Mean)"),
            landmarks: options.takesLandmarks ? try table.column(named: "Landmarks") : nil, masks: masks)
    }

    /// Hands over the cases with their outlines, a piece of the table at a time.
    ///
    /// - Parameters:
    ///   - cases: those of ``ImportListing/cases``, with their lines.
    ///   - body: gets some of the cases in their order, or why one has no outlines.
    func forEachPiece(
        of cases: [ImportCase], _ body: ([Result<ImportCase, ImportFailure>]) async throws(InputError) -> Void
    ) async throws(InputError) {
        let byLine = Dictionary(
            cases.compactMap { item in item.line.map { ($0, item) } }, uniquingKeysWith: { first, _ in first })
        let table = try CSVStream(path)
        var columns: CheXmaskColumns?
        while let piece = try table.next() {
            if columns == nil { columns = try self.columns(piece) }
            guard let found = columns else { continue }
            var filled: [Result<ImportCase, ImportFailure>] = []
            for row in piece.rows {
                guard var item = byLine[piece.line(ofRow: row)] else { continue }
                do throws(InputError) {
                    item.outlines = try outlines(piece, row, found)
                    filled.append(.success(item))
                } catch {
                    filled.append(.failure(ImportFailure(id: item.id, error: error)))
                }
            }
            try await body(filled)
        }
    }

    private func outlines(
        _ table: CSVTable, _ row: Int, _ columns: CheXmaskColumns
    ) throws(InputError) -> [ImportCase.Outline] {
        let size = (try side(table, row, columns.width), try side(table, row, columns.height))
        var outlines: [ImportCase.Outline] = []
        for (part, structure) in parts {
            let origin = "\(path): line \(table.line(ofRow: row)), \(Self.columns[part] ?? part)"
            let shape: ImportCase.Shape
            if let landmarks = columns.landmarks {
                shape = .polygons([try polygon(part, table, row, landmarks)], side: size, name: origin)
            } else {
                shape = .runs(
                    try table.text(inRow: row, column: columns.masks[part] ?? 0), width: size.0, height: size.1,
                    name: origin)
            }
            outlines.append(ImportCase.Outline(part: part, structure: structure, shape: shape))
        }
        return outlines
    }

    private static func idColumn(_ table: CSVTable, _ name: String?) throws(InputError) -> Int {
        if let name { return try table.column(named: name) }
        for name in idColumns { if let column = try table.column(ifPresent: name) { return column } }
        throw InputError(
            .formatUnsupported, table.source,
            "no column is called \(idColumns.joined(separator: ", ")); found: \(table.header.joined(separator: ", "))",
            remedy: "name the column of the images with --id-column")
    }

    private func side(_ table: CSVTable, _ row: Int, _ column: Int) throws(InputError) -> Int {
        guard let value = try table.number(inRow: row, column: column), value >= 1, value <= 65_535,
            value == value.rounded()
        else {
            throw table.error(.fileDamaged, "is no size of an image", row: row, column: column)
        }
        return Int(value)
    }

    /// Landmarks are centres of pixels, counted from 0.
    private func polygon(
        _ part: String, _ table: CSVTable, _ row: Int, _ column: Int
    ) throws(InputError) -> Polygon {
        let text = try table.text(inRow: row, column: column)
        let numbers = LandmarkText.numbers(in: text)
        guard let range = Self.landmarks[part], numbers.count == 240 else {
            throw table.error(
                .fileDamaged, "has \(numbers.count) numbers instead of 120 points of two", row: row, column: column)
        }
        return Polygon(
            range.map { Polygon.Point(x: numbers[2 * $0] + 0.5, y: numbers[2 * $0 + 1] + 0.5) })
    }
}

/// Why a case of a table has no outlines.
struct ImportFailure: Error {
    let id: String
    let error: InputError
}
