package import Files
package import Imaging
package import Scoring
package import Tables

/// The columns of a table of masks: whose image a row is about, how large it is, its masks, and the Dice that the
/// table predicts for them.
package struct MaskTableColumns: Sendable {
    /// What the tables of CheXmask's data sets call their images.
    private static let idColumns = ["image_id", "dicom_id", "ImageID", "Image Index", "Path"]
    private static let chexmask = ["Left Lung": "left lung", "Right Lung": "right lung", "Heart": "heart"]
    /// Which of the 120 landmarks are whose, in HybridGNet's order.
    private static let landmarkRanges = ["right lung": 0..<44, "left lung": 44..<94, "heart": 94..<120]
    package static let meanDice = "Dice RCA (Mean)"
    package static let maximumDice = "Dice RCA (Max)"

    /// The header alone.
    private let header: CSVTable
    package let id: Int
    private let width: Int
    private let height: Int
    package let meanDice: Int?
    package let maximumDice: Int?
    /// Nil where run lengths are read.
    private let landmarks: Int?
    /// By part.
    private let masks: [String: Int]
    /// What structures can be made of, in the order of the columns.
    private let available: [String]

    /// - Parameter table: the header, with or without rows.
    /// - Throws: ``InputError`` that lists the columns found, where one is missing.
    package init(_ table: CSVTable, _ options: MaskTableOptions) throws(InputError) {
        header = table
        id = try Self.idColumn(table, options.idColumn)
        width = try table.column(named: "Width")
        height = try table.column(named: "Height")
        meanDice = try table.column(ifPresent: Self.meanDice)
        maximumDice = try table.column(ifPresent: Self.maximumDice)
        guard !options.takesLandmarks else {
            landmarks = try table.column(named: "Landmarks")
            masks = [:]
            available = ["left lung", "right lung", "heart"]
            return
        }
        landmarks = nil
        let others: Set = [id, width, height, meanDice ?? -1, maximumDice ?? -1]
        var masks: [String: Int] = [:]
        var available: [String] = []
        for (column, name) in table.header.enumerated()
        where !others.contains(column) && name != "Landmarks" && !name.isEmpty {
            let part = Self.chexmask[name] ?? name
            guard masks.updateValue(try table.column(named: name), forKey: part) == nil else { continue }
            available.append(part)
        }
        (self.masks, self.available) = (masks, available)
    }

    private static func idColumn(_ table: CSVTable, _ name: String?) throws(InputError) -> Int {
        if let name { return try table.column(named: name) }
        for name in idColumns { if let column = try table.column(ifPresent: name) { return column } }
        throw InputError(
            .formatUnsupported, table.source,
            "no column is called \(idColumns.joined(separator: ", ")); found: \(table.header.joined(separator: ", "))",
            remedy: "name the column of the images with --id-column")
    }

    /// The columns that make each structure, in the list's order.
    /// - Throws: ``InputError`` (`structure missing`) where the table lacks one.
    package func parts(of structures: StructureList) throws(InputError) -> [(part: String, structure: Int)] {
        try StructureParts.parts(of: structures, available: available)
    }

    /// The header's names, for messages.
    package var source: String { header.source }

    /// Rows of the table.
    /// - Parameter line: where they begin in the file.
    /// - Throws: ``InputError`` with the line and column at fault.
    func rows(_ bytes: [UInt8], line: Int) throws(InputError) -> CSVTable {
        try header.rows(bytes, fromLine: line)
    }

    /// The size of a row's image.
    package func size(_ table: CSVTable, _ row: Int) throws(InputError) -> PictureSize {
        PictureSize(width: try side(table, row, width), height: try side(table, row, height))
    }

    private func side(_ table: CSVTable, _ row: Int, _ column: Int) throws(InputError) -> Int {
        guard let value = try table.number(inRow: row, column: column), value >= 1, value <= 65_535,
            value == value.rounded()
        else {
            throw table.error(.fileDamaged, "is no size of an image", row: row, column: column)
        }
        return Int(value)
    }

    /// What a row draws of a part.
    package enum Shape: Sendable {
        case runs(ArraySlice<UInt8>)
        case polygon(Polygon)
    }

    package func shape(of part: String, _ table: CSVTable, _ row: Int) throws(InputError) -> Shape {
        if let landmarks { return .polygon(try polygon(part, table, row, landmarks)) }
        guard let column = masks[part] else { preconditionFailure("a part is one of the columns") }
        return .runs(table.bytes(inRow: row, column: column))
    }

    /// The row and its part, for messages.
    package func name(of part: String, _ table: CSVTable, _ row: Int) -> String {
        let column = landmarks ?? masks[part] ?? id
        return "\(header.source): line \(table.line(ofRow: row)), \(header.header[column])"
    }

    /// Landmarks are centres of pixels, counted from 0.
    private func polygon(
        _ part: String, _ table: CSVTable, _ row: Int, _ column: Int
    ) throws(InputError) -> Polygon {
        let numbers = NumberText.numbers(in: try table.text(inRow: row, column: column))
        guard let range = Self.landmarkRanges[part], numbers.count == 240 else {
            throw table.error(
                .fileDamaged, "has \(numbers.count) numbers instead of 120 points of two", row: row, column: column)
        }
        return Polygon(range.map { Polygon.Point(x: numbers[2 * $0] + 0.5, y: numbers[2 * $0 + 1] + 0.5) })
    }
}
