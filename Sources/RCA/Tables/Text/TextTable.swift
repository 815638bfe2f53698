/// A small table in plain text for a terminal: a header, a rule, and rows with their columns aligned.
///
///     predicted  true
///     ---------  ----
///         0.953  0.95
public struct TextTable: Sendable {
    /// Where a column's cells stand.
    public enum Alignment: Sendable {
        /// For names.
        case left
        /// For numbers.
        case right
    }

    private let alignments: [Alignment]
    private var lines: [[String]]

    /// - Parameter columns: the header's cells from left to right, each with its column's alignment.
    public init(columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        lines = [columns.map { PrintableText.text($0.title) }]
    }

    /// Appends a row. Control characters, which could move the cursor, are shown as `?`.
    /// - Precondition: there is a cell for every column.
    public mutating func append(_ cells: [String]) {
        precondition(cells.count == alignments.count, "a row has a cell for every column")
        lines.append(cells.map(PrintableText.text))
    }

    /// The table, every line ended by LF and without spaces at its end.
    ///
    /// A character counts as one place, which holds for Latin, Greek and Cyrillic names, not for Chinese ones.
    public var text: String {
        let widths = alignments.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([lines[0], rule] + lines.dropFirst()).map { cells in
            var line = alignments.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - cells[column].count)
                return alignments[column] == .left ? cells[column] + space : space + cells[column]
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
