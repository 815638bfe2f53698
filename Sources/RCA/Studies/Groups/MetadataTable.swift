public import Imaging
import Tables

/// What is known of images beside their scores: a table with a row an image, NIH's own for one.
struct MetadataTable {
    /// What the image's column may be called.
    private static let imageColumns = ["Image Index", "image", "fname", "filename", "file", "name"]

    let path: String
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
            let text = try table.text(inRow: row, column: column)
            let stem = FileStem(of: String(FieldText.trimmed(text)), droppingSuffixes: suffixes)
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
        self.path = path
        self.table = table
        self.rows = rows
        imageCount = rows.count
    }

    func has(_ image: FileStem) -> Bool { rows[image] != nil }

    /// - Throws: ``InputError`` where there is no such column; it lists those there are.
    func check(_ variable: GroupVariable) throws(InputError) { _ = try variable.column(in: table) }

    /// The groups of one image as its row writes them, by themselves: ``GroupVariable/unknown`` where there is no value, or
    /// none that is a number where numbers are asked for; nil without a row.
    func groups(of image: FileStem, by variable: GroupVariable) throws(InputError) -> [String]? {
        guard let row = rows[image] else { return nil }
        let values = variable.values(of: try table.text(inRow: row, column: try variable.column(in: table))) ?? []
        return values.isEmpty ? [GroupVariable.unknown] : values
    }

    /// The groups of some images by a variable, and which images are in each, by their places; in the order of a table.
    ///
    /// Values that differ in case or in spaces alone are one group, called as most of its images write it.
    ///
    /// - Parameters:
    ///   - images: all have a row.
    ///   - notes: what could not be read is added, in sentences.
    /// - Throws: ``InputError`` where there is no such column (it lists those there are), or numbers are asked for and
    ///   no image has one.
    func groups(
        of images: [FileStem], by variable: GroupVariable, notes: inout [String]
    ) throws(InputError) -> [(value: String, places: Set<Int>)] {
        let column = try variable.column(in: table)
        var places: [String: Set<Int>] = [:]
        var spellings: [String: [String: Int]] = [:]
        var unreadable: [(row: Int, text: String)] = []
        var readable = 0
        for (place, image) in images.enumerated() {
            guard let row = rows[image] else { continue }
            let text = try table.text(inRow: row, column: column)
            let values = variable.values(of: text)
            if values == nil { unreadable.append((row, text)) }
            if let values, !values.isEmpty { readable += 1 }
            for value in Set(values.flatMap { $0.isEmpty ? nil : $0 } ?? [GroupVariable.unknown]) {
                let key = value.lowercased()
                places[key, default: []].insert(place)
                spellings[key, default: [:]][value, default: 0] += 1
            }
        }
        if let first = unreadable.min(by: { $0.row < $1.row }) {
            guard readable > 0 else {
                throw table.error(
                    .fileDamaged, "\"\(first.text)\" is not a number", row: first.row, column: column,
                    remedy: "give numbers, or ages such as 58 or 058Y, or group by the column as it is")
            }
            let count = unreadable.count
            notes.append(
                "\(count) \(count == 1 ? "image has" : "images have") no number in the column \"\(table.header[column])\" of "
                    + "\(path) (\"\(first.text)\" in line \(table.line(ofRow: first.row))): group \(GroupVariable.unknown)."
            )
        }
        return places.map { key, members in
            // Of spellings as common the first by bytes.
            let names = (spellings[key] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return (names.first?.key ?? key, members)
        }.sorted { GroupVariable.precedes($0.value, $1.value) }
    }
}

/// What masks are grouped by: `sex`, `view`, `age:20` for ages in steps of 20 years, or any column.
public struct GroupVariable: Sendable, Equatable {
    /// The group of images whose value is empty, or stands for one that is not known.
    static let unknown = "unknown"

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

    /// Reads `age:20`.
    /// - Throws: ``InputError`` (`option invalid`).
    public init(parsing text: String) throws(InputError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let step = parts.count == 2 ? FieldText.number(parts[1]) : nil
        guard let name = parts.first, !name.isEmpty,
            parts.count == 1 || (step.map { $0 > 0 } ?? false),
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

    /// The text that gives it.
    var text: String { step.map { "\(name):\(Self.short($0))" } ?? name }

    func column(in table: CSVTable) throws(InputError) -> Int {
        let names = Self.columns[name] ?? [name]
        return try table.column(named: names.first(where: table.header.contains) ?? name)
    }

    /// What a field says: one value, or several with `|` between them, or a range of numbers; none where it is not known;
    /// nil where numbers are asked for and it is none.
    func values(of text: String) -> [String]? {
        let field = FieldText.trimmed(text)
        if FieldText.isUnknown(field) { return [] }
        guard let step else {
            return field.split(separator: "|").map { String(FieldText.trimmed($0)) }.filter {
                !FieldText.isUnknown($0[...])
            }
        }
        guard let number = Self.number(field) else { return nil }
        // 0.3 is a little less than three times 0.1.
        let quotient = number / step
        let nearest = quotient.rounded()
        let place = abs(quotient - nearest) <= 4 * nearest.ulp ? nearest : quotient.rounded(.down)
        return ["\(Self.short(place * step)) to below \(Self.short((place + 1) * step))"]
    }

    /// A number, or an age of DICOM in years: `058Y`, `011M`, `002W`, `010D`.
    private static func number(_ field: Substring) -> Double? {
        if let number = FieldText.number(field) { return number }
        let units: [Character: Double] = ["Y": 1, "M": 12, "W": 52.1775, "D": 365.2425]
        guard let last = field.last?.uppercased().first, let unit = units[last],
            let count = FieldText.number(field.dropLast())
        else { return nil }
        return count / unit
    }

    /// Numbers by their size, then texts by their bytes, and last what is not known.
    static func precedes(_ first: String, _ second: String) -> Bool {
        if first == unknown || second == unknown { return second == unknown && first != unknown }
        let numbers = [first, second].map { FieldText.number($0.prefix { $0 != " " }) }
        if let a = numbers[0], let b = numbers[1], a != b { return a < b }
        if (numbers[0] == nil) != (numbers[1] == nil) { return numbers[1] == nil }
        return first.precedesInBytes(second)
    }

    private static func short(_ value: Double) -> String {
        // Nobody gives a step of more digits, and what lies behind them comes of multiplying.
        ShortDecimal.text(abs(value) < 1e6 ? (value * 1e9).rounded() / 1e9 : value)
    }
}

/// How people write the fields of a table.
enum FieldText {
    /// What stands for a value that is not known.
    private static let unknown: Set<String> = ["", "na", "n/a", "nan", "null", "unknown", "not known", "?", "-"]

    static func isUnknown(_ text: Substring) -> Bool { unknown.contains(text.lowercased()) }

    /// What a field says, as it stands there; nil where that is nothing, or that it is not known.
    static func known(_ text: String) -> String? { isUnknown(trimmed(text)) ? nil : text }

    /// Without spaces at either end.
    static func trimmed(_ text: some StringProtocol) -> Substring {
        var rest = Substring(text)
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return rest
    }

    /// A finite decimal number, and nothing that only a programmer would take for one, such as `0x10` or `inf`.
    static func number(_ text: some StringProtocol) -> Double? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
