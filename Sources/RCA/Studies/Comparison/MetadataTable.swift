public import Imaging
import Reporting

/// What is known of images beside their scores: a table with a row an image, NIH's own for one.
struct MetadataTable {
    /// What the image's column may be called.
    private static let imageColumns = ["Image Index", "image", "fname", "filename", "file", "name"]

    private let table: CSVTable
    private let rows: [FileStem: Int]
    let imageCount: Int

    /// - Throws: ``InputError`` where the table cannot be read, has no column of images, or rows of one image that differ.
    init(path: String, suffixes: [String]) throws(InputError) {
        let table = try CSVTable(path: path)
        guard let name = Self.imageColumns.first(where: table.header.contains) else {
            throw InputError(
                .formatUnsupported, path,
                "no column names the images; found: \(table.header.joined(separator: ", "))",
                remedy:
                    "call it \(Self.imageColumns.prefix(3).joined(separator: ", ")) or \(Self.imageColumns.last ?? "")"
            )
        }
        let column = try table.column(named: name)
        var rows: [FileStem: Int] = [:]
        for row in table.rows {
            let stem = FileStem(
                of: try table.text(inRow: row, column: column), droppingSuffixes: suffixes)
            if let earlier = rows[stem] {
                let differs = table.header.indices.first {
                    $0 != column
                        && !table.bytes(inRow: row, column: $0).elementsEqual(
                            table.bytes(inRow: earlier, column: $0))
                }
                if let differs {
                    throw table.error(
                        .fileDamaged,
                        "\(stem.text) has another value in line \(table.line(ofRow: earlier))", row: row,
                        column: differs, remedy: "keep one row an image")
                }
            }
            rows[stem] = row
        }
        self.table = table
        self.rows = rows
        imageCount = rows.count
    }

    /// - Throws: ``InputError`` that lists the columns, where there is none of a variable.
    func check(_ variable: GroupVariable) throws(InputError) { _ = try variable.column(in: table) }

    func has(_ image: FileStem) -> Bool { rows[image] != nil }

    /// The groups that an image belongs to: one, or several where the column lists findings; nil without a row.
    func groups(of image: FileStem, by variable: GroupVariable) throws(InputError) -> [String]? {
        guard let row = rows[image] else { return nil }
        let column = try variable.column(in: table)
        let text = try table.text(inRow: row, column: column)
        do throws(GroupVariable.Unreadable) {
            return try variable.groups(of: text)
        } catch {
            throw table.error(
                .fileDamaged, "\"\(text)\" is not a number", row: row, column: column,
                remedy: "give numbers, or ages such as 58 or 058Y, or group by the column as it is")
        }
    }
}

/// What masks are grouped by: `sex`, `view`, `age:20` for ages in steps of 20 years, or any column.
public struct GroupVariable: Sendable, Equatable {
    /// As it was given, without the step.
    public let name: String
    /// The width of groups of numbers; nil where every value is a group.
    public let step: Double?

    /// Short names, and what NIH's table and others call the column.
    private static let columns: [String: [String]] = [
        "sex": ["sex", "Sex", "Patient Gender", "Patient Sex", "gender", "Gender"],
        "age": ["age", "Age", "Patient Age"],
        "view": ["view", "View Position", "ViewPosition", "View"],
        "finding": ["finding", "Finding Labels", "findings", "Finding"],
    ]

    struct Unreadable: Error {}

    /// Reads `age:20`.
    /// - Throws: ``InputError`` (`option invalid`).
    public init(parsing text: String) throws(InputError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let step = parts.count == 2 ? Double(parts[1]) : nil
        guard let name = parts.first, !name.isEmpty,
            parts.count == 1 || (step.map { $0 > 0 && $0.isFinite } ?? false),
            parts.count <= 2
        else {
            throw InputError(
                .optionInvalid, "--by", "\"\(text)\" is not a column, nor a column and a step",
                remedy: "write it as sex,age:20,view")
        }
        self.name = String(name)
        self.step = step
    }

    /// Reads `sex,age:20,view`.
    /// - Throws: ``InputError`` (`option invalid`).
    public static func list(_ text: String) throws(InputError) -> [GroupVariable] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map {
            part throws(InputError) in
            try GroupVariable(parsing: String(part))
        }
    }

    func column(in table: CSVTable) throws(InputError) -> Int {
        let names = Self.columns[name] ?? [name]
        return try table.column(named: names.first(where: table.header.contains) ?? name)
    }

    /// - Throws: where numbers are asked for and the field is none.
    func groups(of text: String) throws(Unreadable) -> [String] {
        let field = text.drop { $0 == " " }
        if field.isEmpty { return ["not known"] }
        guard let step else { return field.split(separator: "|").map(String.init) }
        guard let number = Self.number(field) else { throw Unreadable() }
        let lower = (number / step).rounded(.down) * step
        return ["\(Self.short(lower)) to below \(Self.short(lower + step))"]
    }

    /// A number, or an age of DICOM in years: `058Y`, `011M`, `002W`, `010D`.
    private static func number(_ field: Substring) -> Double? {
        if let number = Double(field), number.isFinite { return number }
        let units: [Character: Double] = ["Y": 1, "M": 12, "W": 52.1775, "D": 365.2425]
        guard let last = field.last, let unit = units[last], let count = Double(field.dropLast()),
            count.isFinite
        else {
            return nil
        }
        return count / unit
    }

    private static func short(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
