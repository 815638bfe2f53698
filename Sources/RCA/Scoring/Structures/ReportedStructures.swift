package import Imaging

/// Which of a reference set's structures masks are scored on, and what the masks' labels mean.
///
/// Masks of the lungs alone are scored with references of lungs and heart: registration and vote are those of the whole
/// set, and what is not asked for is in no table and no mean.
package struct ReportedStructures: Sendable {
    /// What the labels of the masks mean, in the set's order.
    package let list: StructureList
    /// The same in the order that was asked for: where structures overlap, the last one wins.
    package let drawn: StructureList
    /// The set's structures that are not asked for.
    package let leftOut: [String]
    /// For each structure of ``list`` its place in the set.
    private let positions: [Int]
    private let setCount: Int

    package var names: [String] { list.names }

    /// - Parameters:
    ///   - asked: nil for all of the set, with its own labels.
    ///   - set: the references.
    ///   - path: of the set, for the error.
    /// - Throws: ``InputError`` (`structure missing`) where the set does not have a structure that is asked for.
    package init(_ asked: StructureList?, of set: ReferenceSet, named path: String) throws(InputError) {
        let asked = asked ?? StructureList(set.structures)
        let names = set.structures.map(\.name)
        let missing = asked.names.filter { !names.contains($0) }
        guard missing.isEmpty else {
            throw InputError(
                .structureMissing, path,
                "the references' structures are \(names.joined(separator: ", ")): there is no "
                    + missing.joined(separator: ", "),
                remedy: "give --structures with these names, and what else the masks have as "
                    + missing.map { "\($0)=-" }.joined(separator: ","))
        }
        positions = names.indices.filter { asked.names.contains(names[$0]) }
        list = asked.with(positions.compactMap { place in asked.structures.first { $0.name == names[place] } })
        drawn = asked
        leftOut = names.filter { !asked.names.contains($0) }
        setCount = names.count
    }

    /// What a person should know once; nil where all of the set is asked for.
    package var note: String? {
        guard !leftOut.isEmpty else { return nil }
        return "the references have \(leftOut.joined(separator: ", ")) as well, which --structures does not ask for: "
            + "results and means are of \(names.joined(separator: ", ")) alone"
    }

    /// A mask with the set's structures.
    ///
    /// - Throws: ``InputError`` (`label unknown`) listing the labels that no structure has.
    package func map(_ labels: LabelMap, named name: String) throws(InputError) -> StructureMap {
        try StructureMap(labels, list, positions: positions, structureCount: setCount, named: name)
    }

    /// Of one value for each structure of the set those that are asked for.
    package func reported<Value>(_ values: [Value]) -> [Value] {
        values.isEmpty ? [] : positions.map { values[$0] }
    }

    /// A mask's score over the structures that are asked for.
    package func reported(_ score: MaskScore) -> MaskScore {
        guard !leftOut.isEmpty else { return score }
        let details = score.details.map { reported($0) }
        let structures = reported(score.structures)
        return MaskScore(
            dice: details.compactMap { Dice.mean($0) }.max(), structures: structures, details: details,
            expected: ExpectedScore(meanOf: structures.compactMap(\.expected)), isEmpty: score.isEmpty,
            surfaces: reported(score.surfaces))
    }

    /// How far what is expected of the mean over the structures that are asked for may be off; nil where it is not
    /// known. Of some of the set's, the mean of how far each may be off, which is no less.
    package func expectedError(of score: CaseScore) -> Float? {
        guard !leftOut.isEmpty else { return score.outlook?.expectedError }
        guard let posterior = score.posterior, let errors = score.errors else { return nil }
        let sizes = positions.map { position in
            errors.structures[position].meanSize.map {
                min($0 * ErrorModel.scale(doubt: 1 - posterior.structures[position].selfAgreement), 1)
            }
        }
        return sizes.contains { $0 == nil } ? nil : Dice.mean(sizes)
    }

    /// Where a mask is probably wrong; of one structure, or of all that are asked for.
    ///
    /// - Parameters:
    ///   - mask: of the set's structures, as ``map(_:named:)`` gives it.
    ///   - place: of the structure in ``list``; nil for all of them together.
    ///   - width, height: of the image in pixels.
    package func errorMap(
        of mask: StructureMap, _ posterior: TruthPosterior, place: Int? = nil, width: Int, height: Int
    ) -> ErrorMap {
        ErrorMap(
            mask, posterior, positions: place.map { [positions[$0]] } ?? positions, width: width, height: height)
    }

    /// A grid of the set's structures with those that are asked for: 0 background, else the place in ``list`` plus 1.
    package func reported(grid: [UInt8]) -> [UInt8] {
        guard !leftOut.isEmpty else { return grid }
        var values = [UInt8](repeating: 0, count: 256)
        for (place, position) in positions.enumerated() { values[position + 1] = UInt8(place + 1) }
        return grid.map { values[Int($0)] }
    }
}
