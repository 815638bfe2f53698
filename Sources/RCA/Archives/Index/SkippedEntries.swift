/// What an archive holds that is not used: how much of each kind, and the first names.
public struct SkippedEntries: Sendable, Equatable {
    /// The most names that are kept, and shown.
    public static let shown = 20

    /// The number of entries of each kind: `symbolic link`, `absolute path` and so on.
    public private(set) var counts: [String: Int] = [:]
    /// The first names, each with its kind.
    public private(set) var examples: [(name: String, kind: String)] = []

    mutating func add(_ name: String, _ kind: String) {
        counts[kind, default: 0] += 1
        if examples.count < Self.shown { examples.append((name, kind)) }
    }

    init() {}

    init(counts: [String: Int], examples: [(name: String, kind: String)]) {
        self.counts = counts
        self.examples = examples
    }

    public static func == (left: SkippedEntries, right: SkippedEntries) -> Bool {
        left.counts == right.counts && left.examples.elementsEqual(right.examples, by: ==)
    }

    /// How many of each kind, for a sentence; nil where nothing was left out.
    public var summary: String? {
        counts.isEmpty
            ? nil : counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
    }

    /// One line for each of the first names, and one for the rest; none where nothing was left out.
    public func warnings(archive: String) -> [String] {
        var lines = examples.map { "\(archive)/\($0.name): \($0.kind): ignored" }
        let total = counts.values.reduce(0, +)
        if total > examples.count {
            let kinds = counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
            lines.append("\(archive): \(total) entries are ignored in all: \(kinds)")
        }
        return lines
    }
}
