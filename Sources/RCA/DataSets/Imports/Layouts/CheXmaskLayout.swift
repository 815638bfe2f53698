import Cases
import Imaging
import NumericSupport
import Scoring
import Tables

/// CheXmask's tables (Gaggion et al. 2024): a row an image, masks of both lungs and the heart as runs of pixels,
/// landmarks, and the predicted Dice.
///
/// They have gigabytes and are read twice, piece by piece: first which rows have an image, then the outlines of these.
enum CheXmaskLayout {
    static func listing(
        table path: String, images folder: String, options: ImportRequest.CheXmaskOptions, _ request: ImportRequest
    ) throws(InputError) -> ImportListing {
        let rows = CheXmaskRows(path: path, structures: request.structures, options: options)
        var images = TableImages(try FileTree(folder))
        let table = try CSVStream(path)
        var columns: MaskTableColumns?
        var found: [Row] = []
        var seen: [String: Int] = [:]
        var listing = ImportListing(.chexmask)
        while let piece = try table.next() {
            if columns == nil { columns = try rows.columns(piece) }
            guard let places = columns else { continue }
            for row in piece.rows {
                let line = piece.line(ofRow: row)
                var name = "line \(line)"
                do throws(InputError) {
                    name = try piece.text(inRow: row, column: places.id)
                    guard let match = try images.match(name) else {
                        listing.leftOut.append(
                            .notAskedFor(TableImages.plain(name), "\(path): line \(line): no image of it in \(folder)"))
                        continue
                    }
                    if let earlier = seen[name] {
                        throw piece.error(
                            .fileDamaged, "\(name) is in line \(earlier) already", row: row, column: places.id,
                            remedy: "keep one of them")
                    }
                    seen[name] = line
                    images.add(match, line: line)
                    let score = try piece.dice(inRow: row, column: places.meanDice)
                    found.append(Row(line: line, name: name, image: match.file, score: score))
                } catch {
                    listing.leftOut.append(.failure(TableImages.plain(name), error))
                }
            }
        }
        for row in found {
            let id = TableImages.plain(row.name)
            switch images.claim(row.image, by: row.line) {
            case .this: break
            case .another:
                listing.leftOut.append(
                    .notAskedFor(id, "\(path): line \(row.line): no image of it in \(folder)"))
                continue
            case .several(let lines):
                let others = lines.filter { $0 != row.line }
                let listed = others.prefix(5).map(String.init).joined(separator: ", ")
                let more = others.count > 5 ? " and \(others.count - 5) more" : ""
                listing.leftOut.append(
                    .failure(
                        id,
                        InputError(
                            .pairingFailed, "\(path): line \(row.line)",
                            "\(images.path(row.image)) fits line \(listed)\(more) as well",
                            remedy: "keep one of the rows, or give --images the folder that the rows' paths begin in")))
                continue
            }
            if options.minimumRCA > 0, (row.score?.asWritten ?? 0) < options.minimumRCA {
                listing.leftOut.append(
                    .notAskedFor(
                        id, "\(path): line \(row.line): Dice RCA (Mean) is \(row.score.map { "\($0)" } ?? "missing")"))
                continue
            }
            listing.cases.append(
                ImportCase(id: id, image: .file(images.path(row.image)), outlines: [], line: row.line))
        }
        listing.rows = rows
        return listing
    }

    /// A row that may have an image.
    private struct Row {
        let line: Int
        let name: String
        /// Its place among the images.
        let image: Int
        let score: Float?
    }
}
