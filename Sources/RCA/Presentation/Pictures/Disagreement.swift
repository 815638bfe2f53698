/// How a structure of a mask differs from what the references agree on.
package struct Disagreement: Sendable, Equatable {
    let structure: String
    /// Grid points in the mask, in the consensus, and in both.
    let drawn: Int
    let expected: Int
    let both: Int
    /// The other structure whose place it takes: most of it lies there, and it covers most of that.
    let takenFor: String?

    /// Shares above this are worth a word.
    private static let notable = 0.1

    package init(structure: String, drawn: Int, expected: Int, both: Int, takenFor: String? = nil) {
        self.structure = structure
        self.drawn = drawn
        self.expected = expected
        self.both = both
        self.takenFor = takenFor
    }

    /// One a structure, from grids of one size.
    package static func all(mask: LabelGrid, expected: LabelGrid, structures: [String]) -> [Disagreement] {
        let side = structures.count + 1
        // How often each label of the mask meets each label of the consensus.
        var meetings = [Int](repeating: 0, count: side * side)
        for (drawn, wanted) in zip(mask.labels, expected.labels) where Int(max(drawn, wanted)) < side {
            meetings[Int(drawn) * side + Int(wanted)] += 1
        }
        func wanted(_ label: Int) -> Int { (0..<side).reduce(0) { $0 + meetings[$1 * side + label] } }
        return structures.enumerated().map { place, name in
            let label = place + 1
            let row = meetings[label * side..<(label + 1) * side]
            let drawn = row.reduce(0, +)
            let other = structures.indices.first { other in
                other != place && 2 * meetings[label * side + other + 1] > max(drawn, wanted(other + 1))
            }
            return Disagreement(
                structure: name, drawn: drawn, expected: wanted(label),
                both: meetings[label * side + label], takenFor: other.map { structures[$0] })
        }
    }

    /// What is wrong with the structure, in a few words; nil where it fits.
    package var text: String? {
        if drawn == 0 && expected == 0 { return nil }
        if drawn == 0 { return "\(structure): not in the mask" }
        if let takenFor { return "\(structure): drawn where \(takenFor) is expected" }
        if expected == 0 { return "\(structure): in the mask, not expected at all" }
        if Double(both) < 0.05 * Double(expected) { return "\(structure): nowhere near its place" }
        let missing = Double(expected - both) / Double(expected)
        let extra = Double(drawn - both) / Double(expected)
        var parts: [String] = []
        if missing >= Self.notable { parts.append("\(Self.percent(missing)) missing") }
        if extra >= Self.notable { parts.append("\(Self.percent(extra)) too much") }
        guard !parts.isEmpty else { return nil }
        // As much too much on one side as is missing on the other.
        let isMoved = min(missing, extra) >= 0.25 && (0.7...1.4).contains(extra / missing)
        return "\(structure): \(isMoved ? "misplaced, " : "")\(parts.joined(separator: ", "))"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))\u{a0}%" }
}
