package import Imaging
package import Scoring
import Tables

/// Outlines as points, of many images.
package struct Landmarks {
    /// By image and structure.
    package var byStem: [String: [String: [Polygon]]] = [:]
    /// Files of one image that cannot be read.
    var failures: [ImportLeftOut] = []

    /// Reads a table, a JSON file, or a folder with a text file for each image.
    /// - Throws: ``InputError`` where a file of all images cannot be read, or the folder holds none.
    package static func read(_ path: String, structures: StructureList, suffixes: [String]) throws(InputError)
        -> Landmarks
    {
        if !FolderListing.isFolder(path) {
            return path.lowercased().hasSuffix(".json")
                ? try LandmarkJSON.read(path, suffixes: suffixes) : try LandmarkTable.read(path, suffixes: suffixes)
        }
        var landmarks = Landmarks()
        for name in try FolderListing(path: path).files {
            let stem = FileStem(of: name, droppingSuffixes: suffixes).text
            do throws(InputError) {
                guard landmarks.byStem[stem] == nil else {
                    throw InputError(
                        .pairingFailed, joined(path, name), "is a second file of \(stem)", remedy: "keep one of them")
                }
                let file = try LandmarkText(path: joined(path, name), names: structures.map(\.name))
                var polygons: [String: [Polygon]] = [:]
                for structure in structures { polygons[structure.name] = [try file.polygon(structure.name)] }
                landmarks.byStem[stem] = polygons
            } catch {
                landmarks.failures.append(.failure(stem, error))
            }
        }
        guard !landmarks.byStem.isEmpty || !landmarks.failures.isEmpty else {
            throw InputError(.fileEmpty, path, "holds no landmark files", remedy: "give the folder that holds them")
        }
        return landmarks
    }
}

/// A table `fname,structure,x,y`: a point a row, in the order of the line. A column `polygon` tells several outlines
/// of one structure apart.
enum LandmarkTable {
    static func read(_ path: String, suffixes: [String]) throws(InputError) -> Landmarks {
        let table = try CSVTable(path: path)
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let x = try table.column(named: "x")
        let y = try table.column(named: "y")
        let polygon = try table.column(ifPresent: "polygon")
        var points: [String: [String: [(polygon: String, points: [Polygon.Point])]]] = [:]
        for row in table.rows {
            let stem = FileStem(of: try table.text(inRow: row, column: fname), droppingSuffixes: suffixes).text
            let name = try table.text(inRow: row, column: structure)
            let number =
                try polygon.map { column throws(InputError) in try table.text(inRow: row, column: column) } ?? ""
            let point = Polygon.Point(x: try coordinate(table, row, x), y: try coordinate(table, row, y))
            var outlines = points[stem]?[name] ?? []
            points[stem, default: [:]][name] = nil
            if let place = outlines.firstIndex(where: { $0.polygon == number }) {
                outlines[place].points.append(point)
            } else {
                outlines.append((number, [point]))
            }
            points[stem, default: [:]][name] = outlines
        }
        return Landmarks(byStem: points.mapValues { $0.mapValues { $0.map { Polygon($0.points) } } })
    }

    private static func coordinate(_ table: CSVTable, _ row: Int, _ column: Int) throws(InputError) -> Double {
        guard try table.number(inRow: row, column: column) != nil,
            let value = Double(String(decoding: table.bytes(inRow: row, column: column), as: UTF8.self))
        else { throw table.error(.fileDamaged, "there is no number", row: row, column: column) }
        return value
    }
}
