import Imaging
import Reporting
import Scoring

/// CheXmask's tables (Gaggion et al. 2024): a row an image, masks of both lungs and the heart as runs of pixels, landmarks,
/// and the predicted Dice.
enum CheXmaskLayout {
    private static let parts = ["left lung", "right lung", "heart"]
    private static let columns = ["left lung": "Left Lung", "right lung": "Right Lung", "heart": "Heart"]
    /// What the tables of the five data sets call their images.
    private static let idColumns = ["image_id", "dicom_id", "ImageID", "Image Index", "Path"]
    /// Which of the 120 landmarks are whose, in HybridGNet's order.
    private static let landmarks = ["right lung": 0..<44, "left lung": 44..<94, "heart": 94..<120]

    static func listing(
        table path: String, images folder: String, options: ImportRequest.CheXmaskOptions, _ request: ImportRequest
    ) throws(InputError) -> ImportListing {
        let parts = try StructureParts.parts(of: request.structures, available: parts)
        let table = try CSVTable(path: path)
        let id = try idColumn(table, options.idColumn)
        let height = try table.column(named: "Height")
        let width = try table.column(named: "Width")
        let score = try table.column(named: "Dice RCA (Mean)")
        let landmarkColumn = options.takesLandmarks ? try table.column(named: "Landmarks") : nil
        var maskColumns: [String: Int] = [:]
        if !options.takesLandmarks {
            for (part, _) in parts { maskColumns[part] = try table.column(named: columns[part] ?? part) }
        }
        let images = ImageIndex(try FileTree(folder))
        var listing = ImportListing(.chexmask)
        var seen: [String: Int] = [:]
        for row in table.rows {
            let line = table.line(ofRow: row)
            var name = "line \(line)"
            do throws(InputError) {
                name = try table.text(inRow: row, column: id)
                if let earlier = seen[name] {
                    throw table.error(
                        .fileDamaged, "\(name) is in line \(earlier) already", row: row, column: id,
                        remedy: "keep one of them")
                }
                seen[name] = line
                let value = try table.number(inRow: row, column: score)
                if options.minimumRCA > 0, (value.map { Double("\($0)") ?? 0 } ?? 0) < options.minimumRCA {
                    listing.leftOut.append(
                        .notAskedFor(
                            ImageIndex.plain(name),
                            "\(path): line \(line): Dice RCA (Mean) is \(value.map { "\($0)" } ?? "missing")"))
                    continue
                }
                guard let image = try images.path(of: name) else {
                    listing.leftOut.append(
                        .notAskedFor(ImageIndex.plain(name), "\(path): line \(line): no image of it in \(folder)"))
                    continue
                }
                let size = (try side(table, row, width), try side(table, row, height))
                var outlines: [ImportCase.Outline] = []
                for (part, structure) in parts {
                    let origin = "\(path): line \(line), \(columns[part] ?? part)"
                    let shape: ImportCase.Shape
                    if let landmarkColumn {
                        shape = .polygons(
                            [try polygon(part, table, row, landmarkColumn)], side: size, name: origin)
                    } else {
                        shape = .runs(
                            try table.text(inRow: row, column: maskColumns[part] ?? 0), width: size.0, height: size.1,
                            name: origin)
                    }
                    outlines.append(ImportCase.Outline(part: part, structure: structure, shape: shape))
                }
                listing.cases.append(
                    ImportCase(id: ImageIndex.plain(name), image: .file(image), outlines: outlines))
            } catch {
                listing.leftOut.append(.failure(ImageIndex.plain(name), error))
            }
        }
        return listing
    }

    private static func idColumn(_ table: CSVTable, _ name: String?) throws(InputError) -> Int {
        if let name { return try table.column(named: name) }
        for name in idColumns { if let column = try table.column(ifPresent: name) { return column } }
        throw InputError(
            .formatUnsupported, table.source,
            "no column is called \(idColumns.joined(separator: ", ")); found: \(table.header.joined(separator: ", "))",
            remedy: "name the column of the images with --id-column")
    }

    private static func side(_ table: CSVTable, _ row: Int, _ column: Int) throws(InputError) -> Int {
        guard let value = try table.number(inRow: row, column: column), value >= 1, value <= 65_535,
            value == value.rounded()
        else {
            throw table.error(.fileDamaged, "is no size of an image", row: row, column: column)
        }
        return Int(value)
    }

    /// Landmarks are centres of pixels, counted from 0.
    private static func polygon(
        _ part: String, _ table: CSVTable, _ row: Int, _ column: Int
    ) throws(InputError) -> Polygon {
        let text = try table.text(inRow: row, column: column)
        let numbers = LandmarkText.numbers(in: text)
        guard let range = landmarks[part], numbers.count == 240 else {
            throw table.error(
                .fileDamaged, "has \(numbers.count) numbers instead of 120 points of two", row: row, column: column)
        }
        return Polygon(
            range.map { Polygon.Point(x: numbers[2 * $0] + 0.5, y: numbers[2 * $0 + 1] + 0.5) })
    }
}

/// Finds the image that a row is about, in a folder that may have folders.
private struct ImageIndex {
    private let root: String
    private let paths: Set<String>
    private let byStem: [String: [String]]

    init(_ tree: FileTree) {
        root = tree.root
        paths = Set(tree.files)
        byStem = tree.byStem([]) { $0.last.map(FolderListing.isPicture) ?? false }
    }

    /// By the path that the row gives, less some of its first folders; else by the name alone. Nil where there is none.
    /// - Throws: ``InputError`` where several files have the name.
    func path(of id: String) throws(InputError) -> String? {
        let parts = id.split(separator: "/").map(String.init)
        for first in parts.indices {
            let path = parts[first...].joined(separator: "/")
            if paths.contains(path) { return joined(root, path) }
        }
        guard let name = parts.last,
            let found = byStem[FileStem(of: name, droppingSuffixes: []).text] ?? byStem[name]
        else { return nil }
        guard found.count == 1 else {
            throw InputError(
                .pairingFailed, id, "fits several images: \(found.prefix(5).joined(separator: ", "))",
                remedy: "keep one of them")
        }
        return found[0]
    }

    /// The name without folders and extension: with its folders where it has some, which tell patients apart.
    static func plain(_ id: String) -> String {
        FileStem(of: id.split(separator: "/").joined(separator: "_"), droppingSuffixes: []).text
    }
}
