import DataSets
import Foundation
import RCA
import Tables

extension FuzzTarget {
    static var tables: [FuzzTarget] {
        [
            FuzzTarget(
                name: "mask-table", accepts: maskTable,
                seeds: { _ in
                    let header =
                        "image_id,Dice RCA (Mean),Dice RCA (Max),Landmarks,Left Lung,Right Lung,Heart,Height,Width\n"
                    let points = (0..<120).map { "\(10 + $0 % 11 * 4),\(8 + $0 % 7 * 5)" }.joined(separator: ",")
                    return [
                        "0\(header)a.png,0.9,0.95,,60 4 124 4,80 5,90 2,64,64\n",
                        "1\(header)a.png,,,\"[\(points)]\",60 4,80 5,,64,64\nb/c.jpg,x,,\"[1,2]\",1 2,,3 4,8,8\n",
                        "0\(header)\"a,b\",0.9,0.95,\"1\n2\",,,,16,16\nc,0.5,0.5,,1 1,3 2,9 1,16,16\n",
                        "0image_id;Left Lung\na;1 2\n",
                    ].map { Array($0.utf8) }
                }),
            FuzzTarget(name: "csv", accepts: csv) { _ in
                [
                    "fname,dice\na.png,0.5\nb.png,\n",
                    "\u{feff}fname,structure,dice\r\n\"a,b\",lungs,1\r\n\r\nc,\"h\"\"\n\",nan\r\n",
                    "a\n1\n2", "fname,mark\na,fine\n",
                ].map { Array($0.utf8) }
            },
            FuzzTarget(
                name: "landmarks",
                accepts: { bytes, place in
                    // The first byte says in which of the three forms.
                    let name = ["points.csv", "points.json", "text/a.txt"][Int(bytes.first ?? 0) % 3]
                    let folder = place.path + "/text"
                    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                    let file = place.file(Array(bytes.dropFirst()), name)
                    return takes {
                        let structures = try Structure.parseList("lungs=1,heart=2")
                        let found = try Landmarks.read(
                            name.hasPrefix("text") ? folder : file, structures: structures, suffixes: [])
                        for polygons in found.byStem.values.flatMap(\.values) {
                            _ = Polygon.filled(
                                polygons.filter { (try? $0.check(width: 64, height: 48, named: "a")) != nil },
                                width: 64,
                                height: 48)
                        }
                    }
                },
                seeds: { _ in
                    [
                        "0fname,structure,x,y\na.png,lungs,1,2\na.png,lungs,30,2\na.png,lungs,8,40\n",
                        #"1{"a.png": {"lungs": [[[10, 12], [40, 12], [25, 60]]], "heart": [[[1,1],[9,1],[4,7]]]}}"#,
                        "2[ 'lungs' { { 1.0, 2.0 }, { 30, 2 }, { 9, 40 } } ]\nheart\n1 2 3 4 5 6\n",
                    ].map { Array($0.utf8) }
                }),
        ]
    }

    /// Every row of a table of masks, by its runs or its landmarks: the first byte says which.
    private static let maskTable: @Sendable ([UInt8], FuzzPlace) -> Bool = { bytes, place in
        let file = place.file(Array(bytes.dropFirst()), "masks.csv")
        return takes {
            let options = MaskTableOptions(takesLandmarks: (bytes.first ?? 0) % 2 == 1, idColumn: nil)
            let structures = try Structure.parseList("lungs=1,heart=2")
            let places = try FileSources(images: nil, masks: [file], tables: options)
            var sources = CaseSources(
                images: nil,
                masks: try CaseSources.masks(
                    in: places.masks, images: nil, structures: structures, suffixes: [], shard: .whole, places: places),
                suffixes: [], shard: .whole, places: places)
            var taken = 0
            var refused: InputError?
            while let pairings = try sources.next() {
                for pairing in pairings {
                    refused = refused ?? pairing.failures.first?.error
                    for item in pairing.pairs {
                        // A row that is refused says nothing of the others.
                        do throws(InputError) {
                            let ready = places.read(item.masks.map(\.path))
                            var contents: [FileContent] = []
                            for mask in item.masks { contents.append(try ready.content(mask.path)) }
                            guard contents.allSatisfy({ isSmall($0.bytes) }) else { continue }
                            _ = try MaskReader.layers(
                                item.masks, contents: contents, structures: structures, imageSize: nil)
                            taken += 1
                        } catch {
                            refused = error
                        }
                    }
                }
            }
            if taken == 0, let refused { throw refused }
        }
    }

    /// Whether no field of a row is a number of pixels that larger masks have than a fuzzer has time for.
    private static func isSmall(_ row: [UInt8]) -> Bool {
        row.split(separator: UInt8(ascii: ",")).allSatisfy { field in
            let text = String(decoding: field, as: UTF8.self).filter { !$0.isWhitespace && $0 != "\"" }
            return (Double(text) ?? 0) < 2_900
        }
    }

    /// A table read whole and one read piece by piece are the same table.
    private static let csv: @Sendable ([UInt8], FuzzPlace) -> Bool = { bytes, place in
        func rows(_ table: CSVTable) -> [[UInt8]] {
            table.rows.map { row in
                Array(table.header.indices.map { table.bytes(inRow: row, column: $0) }.joined(separator: [0]))
            }
        }
        var whole: [[UInt8]]?
        _ = takes { whole = try rows(CSVTable(bytes: bytes, source: "t")) }
        if let table = try? CSVTable(bytes: bytes, source: "t") {
            _ = takes { _ = try MaskScoreRow.rows(of: table) }
            _ = takes { _ = try StructureScoreRow.rows(of: table) }
            _ = takes { _ = try SurfaceRow.rows(of: table) }
        }
        // Compressed ones, and empty ones, are read from files alone.
        guard !bytes.isEmpty, !bytes.starts(with: [0x1f, 0x8b]) else { return whole != nil }
        let file = place.file(bytes, "t.csv")
        for size in [2, 17, 1 << 16] {
            var pieces: [[UInt8]]? = []
            if !takes({
                let stream = try CSVStream(file, pieceSize: size)
                while let piece = try stream.next() { pieces?.append(contentsOf: rows(piece)) }
            }) {
                pieces = nil
            }
            precondition(pieces == whole, "pieces of \(size) bytes are another table")
        }
        return whole != nil
    }
}
