package import Imaging
package import Scoring

/// Which parts of a data set make a structure.
package enum StructureParts {
    private static let groups = [
        "lungs": ["left lung", "right lung"], "clavicles": ["left clavicle", "right clavicle"],
    ]

    /// The parts of each structure, in the list's order.
    ///
    /// - Parameter available: the parts that the data set has.
    /// - Throws: ``InputError`` (`structure missing`) for a structure that cannot be made of them, and
    ///   (`option invalid`) where two structures would have a part both.
    package static func parts(
        of structures: StructureList, available: [String]
    ) throws(InputError) -> [(part: String, structure: Int)] {
        var result: [(part: String, structure: Int)] = []
        for (position, structure) in structures.enumerated() {
            let group = groups[structure.name].flatMap { $0.allSatisfy(available.contains) ? $0 : nil }
            let parts = group ?? [structure.name]
            guard parts.allSatisfy({ available.contains($0) }) else {
                let known = groups.filter { $0.value.allSatisfy(available.contains) }.keys.sorted() + available
                throw InputError(
                    .structureMissing, "--structures", "this data set has no '\(structure.name)'",
                    remedy: "give some of: \(known.joined(separator: ", "))")
            }
            for part in parts {
                if let other = result.first(where: { $0.part == part }) {
                    throw InputError(
                        .optionInvalid, "--structures",
                        "'\(part)' is in '\(structures[other.structure].name)' and in '\(structure.name)'",
                        remedy: "give one of them")
                }
                result.append((part, position))
            }
        }
        return result
    }
}
