/// The check of a score file's rows, one after another.
struct ScoreFileCheck {
    let table: CSVTable
    let fname: Int
    let dice: Int
    private(set) var findings = ScoreFileFindings()
    private(set) var entries: [ScoreFile.Entry] = []

    init(table: CSVTable, fname: Int, dice: Int) {
        self.table = table
        self.fname = fname
        self.dice = dice
    }

    mutating func run(pattern: NamePattern?) {
        if table.rows.isEmpty { findings.add(.noRows, "has a header and no rows") }
        layout()
        var rows: [ScoreFile.Entry] = []
        rows.reserveCapacity(table.rows.count)
        for row in table.rows {
            let hasName = checkName(row, pattern)
            let score = checkedScore(row)
            if hasName { rows.append(ScoreFile.Entry(row: row, score: score)) }
        }
        entries = distinct(sorted(rows))
    }

    // MARK: Rows

    private mutating func checkName(_ row: Int, _ pattern: NamePattern?) -> Bool {
        let name = table.bytes(inRow: row, column: fname)
        if name.isEmpty {
            findings.add(.nameEmpty, line: table.line(ofRow: row), column: "fname", "the name is empty")
            return false
        }
        if name.contains(where: { $0 >= 0x80 }), String(validating: name, as: UTF8.self) == nil {
            findings.add(
                .nameNotText, line: table.line(ofRow: row), column: "fname",
                "is not valid UTF-8; save the file as UTF-8")
            return false
        }
        if let pattern, !pattern.matches(name) {
            findings.add(
                .nameNotByPattern, line: table.line(ofRow: row), column: "fname",
                "\"\(Self.text(name))\" is not of the pattern \(pattern.text)")
        }
        return true
    }

    private mutating func checkedScore(_ row: Int) -> Float? {
        let field = table.bytes(inRow: row, column: dice)
        func line() -> Int { table.line(ofRow: row) }
        if field.isEmpty {
            findings.add(.valueEmpty, line: line(), column: "dice", "the score is empty")
            return nil
        }
        guard let value = ShortestFloat.value(of: field) else {
            let text = Self.text(field)
            if ["nan", "na", "n/a", "inf", "-inf", "infinity", "-infinity", "null", "none"].contains(text.lowercased())
            {
                findings.add(.valueNotFinite, line: line(), column: "dice", "\"\(text)\" is no finite number")
            } else {
                findings.add(.valueNotNumber, line: line(), column: "dice", "\"\(text)\" is not a number")
            }
            return nil
        }
        guard value.isFinite else {
            findings.add(.valueNotFinite, line: line(), column: "dice", "\"\(Self.text(field))\" is no finite number")
            return nil
        }
        guard (0...1).contains(value) else {
            findings.add(
                .valueOutOfRange, line: line(), column: "dice",
                "\(Self.text(field)) is not a Dice; give fractions from 0 to 1")
            return nil
        }
        if !ShortestFloat.text(value).utf8.elementsEqual(field) {
            findings.add(
                .valueNotShortest, line: line(), column: "dice",
                "\(Self.text(field)) is not the shortest decimal of a 32-bit float, \(ShortestFloat.text(value))")
        }
        return value
    }

    // MARK: Order

    /// The rows by the bytes of their names; rows of one name stay in the file's order.
    private mutating func sorted(_ rows: [ScoreFile.Entry]) -> [ScoreFile.Entry] {
        var isSorted = true
        let (table, fname) = (table, fname)
        for (before, row) in zip(rows, rows.dropFirst()) where precedes(row, before) {
            isSorted = false
            func text(_ entry: ScoreFile.Entry) -> String { Self.text(table.bytes(inRow: entry.row, column: fname)) }
            findings.add(
                .rowsNotSorted, line: table.line(ofRow: row.row), column: "fname",
                "\"\(text(row))\" stands behind \"\(text(before))\": rows are not sorted by the bytes of fname")
        }
        if isSorted { return rows }
        return rows.sorted { first, second in
            precedes(first, second) || (!precedes(second, first) && first.row < second.row)
        }
    }

    /// One entry a name: the first row's, without its score where another row gives another.
    private mutating func distinct(_ rows: [ScoreFile.Entry]) -> [ScoreFile.Entry] {
        var result: [ScoreFile.Entry] = []
        result.reserveCapacity(rows.count)
        var doubles: [(row: ScoreFile.Entry, first: Int, differs: Bool)] = []
        var original: Float?
        for row in rows {
            guard let first = result.last, name(first).elementsEqual(name(row)) else {
                result.append(row)
                original = row.score
                continue
            }
            let differs = original != row.score
            if differs { result[result.count - 1] = ScoreFile.Entry(row: first.row, score: nil) }
            doubles.append((row, first.row, differs))
        }
        for double in doubles.sorted(by: { $0.row.row < $1.row.row }) {
            let (text, first) = (Self.text(name(double.row)), table.line(ofRow: double.first))
            findings.add(
                double.differs ? .duplicateDiffers : .duplicateEqual, line: table.line(ofRow: double.row.row),
                column: "fname",
                "\"\(text)\" is in line \(first) too, with \(double.differs ? "another score" : "the same score")")
        }
        return result
    }

    private func name(_ entry: ScoreFile.Entry) -> ArraySlice<UInt8> { table.bytes(inRow: entry.row, column: fname) }

    private func precedes(_ first: ScoreFile.Entry, _ second: ScoreFile.Entry) -> Bool {
        name(first).lexicographicallyPrecedes(name(second))
    }

    // MARK: Layout

    private mutating func layout() {
        let layout = table.layout
        if layout.isCompressed { findings.add(.compressed, "is compressed by gzip") }
        if layout.hasByteOrderMark {
            findings.add(.byteOrderMark, line: 1, "a byte order mark stands before the header")
        }
        if layout.carriageReturns > 0 {
            findings.add(.carriageReturns, "line ends that are CRLF, not LF: \(layout.carriageReturns)")
        }
        if layout.blankLines > 0 { findings.add(.blankLines, "blank lines: \(layout.blankLines)") }
        if !layout.endsInLineEnd { findings.add(.lastLineUnended, "the last line has no line end") }
        if layout.quotedFields > 0 { findings.add(.quotedFields, "fields in quotes: \(layout.quotedFields)") }
        let others = table.header.filter { $0 != "fname" && $0 != "dice" }
        if !others.isEmpty {
            findings.add(.extraColumns, line: 1, "other columns, not looked at: \(others.joined(separator: ", "))")
        }
        if dice < fname { findings.add(.columnOrder, line: 1, "the column \"dice\" stands before \"fname\"") }
    }

    /// A field in a message, cut where it is long.
    private static func text(_ field: ArraySlice<UInt8>) -> String {
        let text = String(decoding: field, as: UTF8.self)
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
