import Reporting

/// How a structure of a mask differs from what the references agree on.
package struct Disagreement: Sendable, Equatable {
    let structure: String
    /// Grid points in the mask, in the consensus, and in both.
    let drawn: Int
    let expected: Int
    let both: Int

    /// Shares above this are worth a word.
    private static let notable = 0.1

    package init(structure: String, drawn: Int, expected: Int, both: Int) {
        self.structure = structure
        self.drawn = drawn
        self.expected = expected
        self.both = both
    }

    /// One a structure, from grids of one size.
    static func all(mask: LabelGrid, expected: LabelGrid, structures: [String]) -> [Disagreement] {
        structures.enumerated().map { place, name in
            let label = UInt8(place + 1)
            let both = zip(mask.labels, expected.labels).count { $0 == label && $1 == label }
            return Disagreement(
                structure: name, drawn: mask.count(of: label), expected: expected.count(of: label), both: both)
        }
    }

    /// What is wrong with the structure, in a few words; nil where it fits.
    package var text: String? {
        if drawn == 0 && expected == 0 { return nil }
        if drawn == 0 { return "\(structure): not in the mask" }
        if expected == 0 { return "\(structure): in the mask, not expected at all" }
        let missing = Double(expected - both) / Double(expected)
        let extra = Double(drawn - both) / Double(expected)
        if both == 0 { return "\(structure): nowhere near its place" }
        var parts: [String] = []
        if missing >= Self.notable { parts.append("\(Self.percent(missing)) missing") }
        if extra >= Self.notable { parts.append("\(Self.percent(extra)) too much") }
        guard !parts.isEmpty else { return nil }
        let size = Double(drawn) / Double(expected)
        let isMoved = missing >= 0.2 && extra >= 0.2 && (0.8...1.25).contains(size)
        return "\(structure): \(isMoved ? "misplaced, " : "")\(parts.joined(separator: ", "))"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
