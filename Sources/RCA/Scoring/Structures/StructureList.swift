public import Imaging

/// What the labels of masks mean: structures, in the order of the reports, and labels that are read as background.
public struct StructureList: Sendable, Equatable {
    public let structures: [Structure]
    /// Labels that are read as background.
    public private(set) var ignoredLabels: [Int] = []
    /// Structures (`heart=-`) whose label is not known and not needed: as many labels without a name as there are
    /// names here are read as background, and folders of these names are passed over.
    public private(set) var ignoredNames: [String] = []

    public init(_ structures: [Structure]) { self.structures = structures }

    /// Reads a list such as `lungs=1,heart=2`. `lungs=1+2` is one structure of two labels, `heart=-` one that is read
    /// as background. Spaces round names and labels do not count.
    ///
    /// - Throws: ``InputError`` naming the entry where it is not `name=label`, a label is not in 1...65535, a
    ///   name or label occurs twice, there is none, or there are more than 255.
    public init(_ text: String) throws(InputError) {
        func failure(_ problem: String) -> InputError {
            InputError(.optionInvalid, "structures '\(text)'", problem, remedy: "write them as lungs=1,heart=2")
        }
        var structures: [Structure] = []
        var ignored: [String] = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false).map(Self.trimmed)
            guard parts.count == 2, !parts[0].isEmpty else { throw failure("'\(entry)' is not a name and a label") }
            let name = String(parts[0])
            // Folders of masks and of error maps are called like structures.
            guard name != ".", name != "..", !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x2F })
            else {
                throw failure("'\(name)' cannot be the name of a folder")
            }
            guard !structures.contains(where: { $0.name == name }), !ignored.contains(name) else {
                throw failure("structure '\(name)' occurs twice")
            }
            if parts[1] == "-" {
                ignored.append(name)
                continue
            }
            var labels: [Int] = []
            for part in parts[1].split(separator: "+", omittingEmptySubsequences: false).map(Self.trimmed) {
                guard let label = Int(part) else { throw failure("'\(entry)' is not a name and a label") }
                guard (1...65535).contains(label) else { throw failure("label \(label) is not in 1 to 65535") }
                guard !(structures.flatMap(\.labels) + labels).contains(label) else {
                    throw failure("label \(label) occurs twice")
                }
                labels.append(label)
            }
            structures.append(Structure(name: name, labels: labels))
        }
        guard !structures.isEmpty else { throw failure("no structure has a label") }
        guard structures.count <= 255 else { throw failure("there are more than 255 structures") }
        self.structures = structures
        ignoredNames = ignored
    }

    /// The same list with labels that are read as background, as `2` or `2,3`.
    ///
    /// - Parameter text: nil for none.
    /// - Throws: ``InputError`` where it is no list of labels, or one of them is a structure's.
    public func ignoring(_ text: String?) throws(InputError) -> StructureList {
        guard let text else { return self }
        var list = self
        for part in text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed) {
            guard let label = Int(part), (1...65535).contains(label) else {
                throw InputError(
                    .optionInvalid, "--ignore-labels '\(text)'", "'\(part)' is no label from 1 to 65535",
                    remedy: "write labels as 2 or 2,3")
            }
            if let structure = structures.first(where: { $0.labels.contains(label) }) {
                throw InputError(
                    .optionInvalid, "--ignore-labels '\(text)'", "label \(label) is \(structure.name) in --structures",
                    remedy: "give it in one of them")
            }
            if !list.ignoredLabels.contains(label) { list.ignoredLabels.append(label) }
        }
        return list
    }

    /// The list as it is read, ``ignoredLabels`` apart.
    public var text: String {
        ([Structure.list(structures)] + ignoredNames.map { "\($0)=-" }).joined(separator: ",")
    }

    /// ``ignoredLabels`` as ``ignoring(_:)`` reads them; nil where there are none.
    public var ignoredLabelsText: String? {
        ignoredLabels.isEmpty ? nil : ignoredLabels.map(String.init).joined(separator: ",")
    }

    public var names: [String] { structures.map(\.name) }

    /// The same meanings of labels for some of the structures, in another order.
    func with(_ structures: [Structure]) -> StructureList {
        var list = StructureList(structures)
        (list.ignoredLabels, list.ignoredNames) = (ignoredLabels, ignoredNames)
        return list
    }

    /// Those of a map's labels that mean nothing here, ascending: neither a structure's nor read as background.
    ///
    /// - Parameter labels: the map's, all different.
    package func unknown(among labels: [Int]) -> [Int] {
        let unnamed = labels.filter { label in
            label != 0 && !ignoredLabels.contains(label) && !structures.contains { $0.labels.contains(label) }
        }
        return unnamed.count <= ignoredNames.count ? [] : unnamed.sorted()
    }

    /// An error that lists a map's labels that mean nothing here, nil where there are none.
    ///
    /// - Parameters:
    ///   - labels: the map's, all different.
    ///   - name: the file's name.
    package func error(ofLabels labels: [Int], named name: String) -> InputError? {
        let unknown = unknown(among: labels)
        guard !unknown.isEmpty else { return nil }
        let listed = unknown.prefix(8).map(String.init).joined(separator: ", ")
        let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
        let isPicture = unknown.count > 32
        let ignored = (ignoredLabels + unknown).sorted().map(String.init).joined(separator: ",")
        let ignoring = "--structures \(text) --ignore-labels \(ignored)"
        let other = more.isEmpty ? ", or read them as background: \(ignoring)" : ""
        return InputError(
            .labelUnknown, name, "has labels that no structure was given for: \(listed)\(more)",
            remedy: (isPicture ? "check that it is a mask and no picture, or " : "")
                + "name them with --structures (now \(text))\(other)")
    }

    private static func trimmed(_ part: Substring) -> Substring {
        let start = part.drop { $0 == " " }
        return start.prefix(
            (start.lastIndex { $0 != " " }.map { start.distance(from: start.startIndex, to: $0) + 1 }) ?? 0)
    }
}

extension StructureList: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { structures.count }
    public subscript(position: Int) -> Structure { structures[position] }
}

extension StructureList: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Structure...) { self.init(elements) }
}
