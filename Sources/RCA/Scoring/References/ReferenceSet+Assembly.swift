import FoundationEssentials
public import Imaging

extension ReferenceSet {
    /// A set from references that were prepared one by one, in any order.
    ///
    /// - Parameter name: the folder, for the errors.
    /// - Throws: ``InputError`` where there is no reference, two have one name, a structure occurs in none, or
    ///   the parameters are out of range.
    public init(
        _ prepared: [PreparedReference], structures: [Structure], parameters: ReferenceParameters, named name: String
    ) throws(InputError) {
        guard parameters.isUsable else {
            throw InputError(.optionInvalid, name, "the reference parameters are out of range")
        }
        let ordered = prepared.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (first, second) in zip(ordered, ordered.dropFirst()) where first.name.utf8.elementsEqual(second.name.utf8) {
            throw InputError(.referenceInvalid, name, "two references are called '\(first.name)'")
        }
        let block = ReferenceBlock(parameters: parameters, structureCount: structures.count)
        let memory = ReferenceMemory(blocks: ordered.map(\.block), stride: block.byteCount)
        var references: [Reference] = []
        for (index, reference) in ordered.enumerated() {
            references.append(
                try block.reference(
                    name: reference.name, in: memory, at: index * block.byteCount, structureCount: structures.count,
                    file: name))
        }
        try self.init(
            structures: structures, parameters: parameters, references: references,
            digest: Self.digest(ordered, structures: structures, parameters: parameters), named: name)
    }

    /// Over what the set was made of, not over what was worked out: the same on every machine.
    private static func digest(
        _ references: [PreparedReference], structures: [Structure], parameters: ReferenceParameters
    ) -> String {
        var hash = SHA256()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        hash.update((try? encoder.encode(parameters)) ?? Data())
        hash.update(Array(Structure.list(structures).utf8))
        for reference in references {
            hash.update(Array(reference.name.utf8) + [0])
            hash.update(reference.contentDigest)
        }
        return hash.finalize().hexadecimal
    }
}
