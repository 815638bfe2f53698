public import Imaging

/// An anatomical structure: its name in reports and the label it has in label maps.
public struct Structure: Sendable, Hashable, Codable {
    public let name: String
    /// 1 to 65535; 0 is the background.
    public let label: Int

    public init(name: String, label: Int) {
        self.name = name
        self.label = label
    }

    /// Reads a list such as `lungs=1,heart=2`, the order of which is the order of the reports. Spaces
    /// round names and labels do not count.
    ///
    /// - Throws: ``InputError`` naming the entry where it is not `name=label`, a label is not in 1...65535, a
    ///   name or label occurs twice, there is none, or there are more than 255.
    public static func parseList(_ text: String) throws(InputError) -> [Structure] {
        func failure(_ problem: String) -> InputError {
            InputError(.optionInvalid, "structures '\(text)'", problem, remedy: "write them as lungs=1,heart=2")
        }
        func trimmed(_ part: Substring) -> Substring {
            let start = part.drop { $0 == " " }
            return start.prefix(
                (start.lastIndex { $0 != " " }.map { start.distance(from: start.startIndex, to: $0) + 1 }) ?? 0)
        }
        var structures: [Structure] = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false).map(trimmed)
            guard parts.count == 2, let label = Int(parts[1]), !parts[0].isEmpty else {
                throw failure("'\(entry)' is not a name and a label")
            }
            guard (1...65535).contains(label) else { throw failure("label \(label) is not in 1 to 65535") }
            let structure = Structure(name: String(parts[0]), label: label)
            if structures.contains(where: { $0.name == structure.name }) {
                throw failure("structure '\(structure.name)' occurs twice")
            }
            if structures.contains(where: { $0.label == label }) { throw failure("label \(label) occurs twice") }
            structures.append(structure)
        }
        guard structures.count <= 255 else { throw failure("there are more than 255 structures") }
        return structures
    }

    /// The list as ``parseList(_:)`` reads it.
    public static func list(_ structures: [Structure]) -> String {
        structures.map { "\($0.name)=\($0.label)" }.joined(separator: ",")
    }
}
