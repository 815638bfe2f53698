import Cases
import Imaging
import Scoring
import Tables

/// Reads the outlines of a CheXmask table's rows.
struct CheXmaskRows: Sendable {
    let path: String
    let structures: StructureList
    let options: ImportRequest.CheXmaskOptions

    /// - Throws: ``InputError`` that lists the columns found, where one is missing.
    func columns(_ table: CSVTable) throws(InputError) -> MaskTableColumns {
        let columns = try MaskTableColumns(table, options.table)
        _ = try columns.parts(of: structures)
        return columns
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
        var columns: MaskTableColumns?
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
        _ table: CSVTable, _ row: Int, _ columns: MaskTableColumns
    ) throws(InputError) -> [ImportCase.Outline] {
        let size = try columns.size(table, row)
        return try columns.parts(of: structures).map { part, structure throws(InputError) in
            let name = columns.name(of: part, table, row)
            let shape: ImportCase.Shape =
                switch try columns.shape(of: part, table, row) {
                case .polygon(let polygon):
                    .polygons([polygon], side: (size.width, size.height), name: name)
                case .runs(let text):
                    .runs(String(decoding: text, as: UTF8.self), width: size.width, height: size.height, name: name)
                }
            return ImportCase.Outline(part: part, structure: structure, shape: shape)
        }
    }
}

/// Why a case of a table has no outlines.
struct ImportFailure: Error {
    let id: String
    let error: InputError
}
