import Cases
import Files
import Reporting

/// A row of a published score file that has a score.
struct PublishedRow: Sendable {
    let fname: String
    let score: Float

    /// The case of each row: the mask of its very name, or else the only mask of its stem where no other row has
    /// that stem. Nil where there is none.
    static func cases(
        _ rows: [PublishedRow], among cases: [CasePairing.Case], suffixes: [String]
    ) -> [CasePairing.Case?] {
        let byName = Dictionary(cases.map { (Array($0.fname.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let byStem = Dictionary(grouping: cases) { FileStem(of: $0.fname, droppingSuffixes: suffixes) }
        let stems = rows.map { FileStem(of: $0.fname, droppingSuffixes: suffixes) }
        let counts = Dictionary(stems.map { ($0, 1) }, uniquingKeysWith: +)
        return zip(rows, stems).map { row, stem in
            if let item = byName[Array(row.fname.utf8)] { return item }
            guard counts[stem] == 1, let items = byStem[stem], items.count == 1 else { return nil }
            return items[0]
        }
    }
}
