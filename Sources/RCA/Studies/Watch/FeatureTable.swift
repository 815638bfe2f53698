import Imaging
import NumericSupport
import Runs
import Tables

/// The features of images, from the tables that `score` and `audit` write, or from masks that were measured.
struct FeatureTable {
    /// Columns of whole masks, and of their structures.
    private static let wholeColumns = ["dice", "expected", "reliability", "expected_error"]
    private static let structureColumns = [
        "dice", "consensus", "expected", "area", "components", "outside", "holes", "edge", "raggedness", "overlap",
        "enclosed",
    ]
    /// The number of a mask's flags.
    static let flags = "flags"

    /// The sum of a feature over an image's masks.
    struct Sum {
        var total = 0.0
        var count = 0

        var mean: Double { total / Double(count) }

        static func + (first: Sum, second: Sum) -> Sum {
            Sum(total: first.total + second.total, count: first.count + second.count)
        }
    }

    /// The images in the order of their names, and their features.
    let images: [(image: FileStem, features: [String: Sum])]

    /// - Parameter paths: of tables that are about the same masks.
    /// - Throws: ``InputError`` where one cannot be read, has no column of a feature, or contradicts itself or another.
    init(_ paths: [String], suffixes: [String]) throws(InputError) {
        var masks: [FileName: [String: Double]] = [:]
        for path in paths { try Self.read(CSVTable(path: path), into: &masks) }
        self.init(masks, suffixes: suffixes)
    }

    /// Of masks without a table.
    init(_ figures: MaskFigures, suffixes: [String]) {
        var masks: [FileName: [String: Double]] = [:]
        for (fname, figures) in figures.masks {
            for (structure, column, value) in figures {
                masks[FileName(fname), default: [:]]["\(structure) \(column)"] = value.asWritten
            }
        }
        self.init(masks, suffixes: suffixes)
    }

    private init(_ masks: [FileName: [String: Double]], suffixes: [String]) {
        var sums: [FileStem: [String: Sum]] = [:]
        for (name, values) in masks.sorted(by: { $0.key.text.precedesInBytes($1.key.text) }) {
            let image = FileStem(of: name.text, droppingSuffixes: suffixes)
            for (feature, value) in values {
                let before = sums[image]?[feature] ?? Sum()
                sums[image, default: [:]][feature] = before + Sum(total: value, count: 1)
            }
        }
        images = sums.map { ($0.key, $0.value) }.sorted { $0.image.text.precedesInBytes($1.image.text) }
    }

    private static func read(_ table: CSVTable, into masks: inout [FileName: [String: Double]]) throws(InputError) {
        let fname = try table.column(named: "fname")
        let structure = try table.column(ifPresent: "structure")
        let flagged = structure == nil ? nil : try table.column(ifPresent: flags)
        var columns: [(name: String, place: Int)] = []
        let wanted = structure == nil ? wholeColumns : structureColumns
        for name in wanted {
            if let place = try table.column(ifPresent: name) { columns.append((name, place)) }
        }
        guard !columns.isEmpty else {
            throw InputError(
                .formatUnsupported, table.source, "has none of the columns \(wanted.joined(separator: ", "))",
                remedy: "give a table of 'rca-cli score' or 'rca-cli audit'")
        }
        var flagCounts: [FileName: Int] = [:]
        var rows: Set<String> = []
        for row in table.rows {
            let name = FileName(try table.text(inRow: row, column: fname))
            var prefix = ""
            if let structure { prefix = try table.text(inRow: row, column: structure) + " " }
            for column in columns {
                guard let number = try table.number(inRow: row, column: column.place) else { continue }
                let value = number.asWritten
                let feature = prefix + column.name
                if let earlier = masks[name]?[feature], earlier != value {
                    throw table.contradiction(name, row: row, column: column.place)
                }
                masks[name, default: [:]][feature] = value
            }
            if let flagged, rows.insert(prefix + name.text).inserted {
                let count = try table.text(inRow: row, column: flagged).split(separator: " ").count
                flagCounts[name, default: 0] += count
            }
        }
        for (name, count) in flagCounts { masks[name, default: [:]][flags] = Double(count) }
    }
}
