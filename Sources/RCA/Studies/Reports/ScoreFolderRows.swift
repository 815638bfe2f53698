import Calibration
import Imaging
import Presentation
import Scoring
import Tables

/// The rows of a folder's tables brought together by mask.
struct ScoreFolderRows {
    private(set) var structures: [String] = []
    private(set) var masks: [ScoredMask]
    private let places: [FileName: Int]

    /// - Parameter rows: a mask that has several keeps the first.
    init(_ rows: [MaskScoreRow]) {
        var places: [FileName: Int] = [:]
        places.reserveCapacity(rows.count)
        var masks: [ScoredMask] = []
        masks.reserveCapacity(rows.count)
        for row in rows.sorted(by: { $0.fname.precedesInBytes($1.fname) }) {
            let name = FileName(row.fname)
            guard places[name] == nil else { continue }
            places[name] = masks.count
            masks.append(ScoredMask(fname: row.fname, dice: row.dice))
        }
        self.places = places
        self.masks = masks
    }

    /// Rows of masks without a score are passed over.
    mutating func add(_ rows: [StructureScoreRow]) {
        var positions: [String: Int] = [:]
        let found = rows.reduce(into: [String: Int]()) { $0[$1.structure] = $0[$1.structure] ?? $0.count }
        structures = found.sorted { $0.value < $1.value }.map(\.key)
        for (position, name) in structures.enumerated() { positions[name] = position }
        for row in rows {
            guard let place = places[FileName(row.fname)], let position = positions[row.structure] else { continue }
            if masks[place].structures.isEmpty {
                masks[place].structures = Array(repeating: ScoredMask.Structure(), count: structures.count)
            }
            masks[place].structures[position] = ScoredMask.Structure(
                dice: row.dice, consensus: row.consensus,
                expected: ExpectedRange(dice: row.expected, lower: row.lower, upper: row.upper))
        }
    }

    /// - Throws: ``InputError`` where the table lacks a column, or a number cannot be read.
    mutating func addReliability(_ table: CSVTable) throws(InputError) {
        let fname = try table.column(named: "fname")
        let figure = try table.column(named: "reliability")
        let verdict = try table.column(named: "verdict")
        let reason = try table.column(ifPresent: "reason")
        let pose = try table.column(ifPresent: "pose")
        let expected = try table.column(ifPresent: "expected")
        let lower = try table.column(ifPresent: "lower")
        let upper = try table.column(ifPresent: "upper")
        for row in table.rows {
            guard let place = places[FileName(try table.text(inRow: row, column: fname))] else { continue }
            masks[place].expected = ExpectedRange(
                dice: try table.dice(inRow: row, column: expected), lower: try table.dice(inRow: row, column: lower),
                upper: try table.dice(inRow: row, column: upper))
            masks[place].reliability = try table.number(inRow: row, column: figure)
            masks[place].verdict = try table.text(inRow: row, column: verdict)
            if let reason { masks[place].reason = try table.text(inRow: row, column: reason) }
            if let pose { masks[place].pose = try table.text(inRow: row, column: pose) }
        }
    }

    /// - Throws: ``InputError`` where the table lacks a column.
    mutating func addFlags(_ table: CSVTable) throws(InputError) {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let flags = try table.column(named: "flags")
        let reason = try table.column(named: "reason")
        for row in table.rows {
            let found = try table.text(inRow: row, column: flags)
            guard !found.isEmpty, let place = places[FileName(try table.text(inRow: row, column: fname))] else {
                continue
            }
            let name = try table.text(inRow: row, column: structure)
            masks[place].flags.append("\(name) \(found)")
            masks[place].findings.append("\(name) \(try table.text(inRow: row, column: reason))")
        }
    }

    /// - Throws: ``InputError`` where the table lacks a column.
    mutating func addDecisions(_ table: CSVTable) throws(InputError) {
        let fname = try table.column(named: "fname")
        let structure = try table.column(named: "structure")
        let decision = try table.column(named: "decision")
        let order = structures + [CalibrationModel.mean]
        for row in table.rows {
            guard let place = places[FileName(try table.text(inRow: row, column: fname))],
                let position = order.firstIndex(of: try table.text(inRow: row, column: structure))
            else { continue }
            if masks[place].decisions.isEmpty {
                masks[place].decisions = Array(repeating: "", count: order.count)
            }
            masks[place].decisions[position] = try table.text(inRow: row, column: decision)
        }
    }
}
