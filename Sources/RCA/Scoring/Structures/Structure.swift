public import Imaging

/// An anatomical structure: its name in reports and the labels it has in label maps.
public struct Structure: Sendable, Hashable {
    public let name: String
    /// Each 1 to 65535; 0 is the background. One, or several where label maps tell parts apart that are one structure
    /// here, such as the left and the right lung.
    public let labels: [Int]
    /// The label that it is written with, where masks are made: the first of ``labels``.
    public var label: Int { labels[0] }

    public init(name: String, label: Int) { self.init(name: name, labels: [label]) }

    /// - Precondition: there is a label.
    public init(name: String, labels: [Int]) {
        precondition(!labels.isEmpty, "a structure has a label")
        self.name = name
        self.labels = labels
    }

    /// A list such as `lungs=1,heart=2`, or `lungs=1+2` where two labels are one structure (see ``StructureList``).
    /// - Throws: ``InputError`` (`option invalid`) where the text is no list of structures.
    public static func parseList(_ text: String) throws(InputError) -> StructureList { try StructureList(text) }

    /// The list as ``parseList(_:)`` reads it.
    public static func list(_ structures: some Sequence<Structure>) -> String {
        structures.map { "\($0.name)=\($0.labels.map(String.init).joined(separator: "+"))" }.joined(separator: ",")
    }
}

/// One label is kept as it always was, so that bundles stay as they are.
extension Structure: Codable {
    private enum CodingKeys: String, CodingKey { case name, label, labels }

    /// - Throws: `DecodingError` where the value is of another form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let label = try container.decode(Int.self, forKey: .label)
        let labels = try container.decodeIfPresent([Int].self, forKey: .labels) ?? [label]
        guard labels.first == label else {
            throw DecodingError.dataCorruptedError(
                forKey: .labels, in: container, debugDescription: "the labels do not begin with the label")
        }
        self.init(name: try container.decode(String.self, forKey: .name), labels: labels)
    }

    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(label, forKey: .label)
        if labels.count > 1 { try container.encode(labels, forKey: .labels) }
    }
}
