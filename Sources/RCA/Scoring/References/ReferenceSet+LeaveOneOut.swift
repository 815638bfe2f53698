package import Imaging

extension ReferenceSet {
    /// One reference's true mask on the label grid: 0 background, else the structure's position plus 1.
    package func trueMask(of index: Int) -> LabelMap {
        LabelMap(width: parameters.labelGridSize, height: parameters.labelGridSize, indices: references[index].labels)
    }

    /// Masks of one reference's radiograph, scored as it is against all other references.
    ///
    /// - Parameters:
    ///   - masks: on any grid over the whole radiograph, with the labels of ``trueMask(of:)``.
    ///   - selection: how many references, and how they are found.
    /// - Returns: one score a mask, in order.
    /// - Throws: ``InputError`` where nothing, or not every structure, is left without this reference.
    package func leaveOneOutScores(
        of index: Int, masks: [LabelMap], selection: ReferenceSelection
    ) throws(InputError) -> [MaskScore] {
        let others = try leavingOut(index)
        let positions = structures.enumerated().map { Structure(name: $0.element.name, label: $0.offset + 1) }
        var maps: [StructureMap] = []
        for mask in masks {
            maps.append(try StructureMap(mask, structures: positions, named: references[index].name))
        }
        let scorer = CaseScorer(set: others, selection: selection)
        return scorer.score(QueryImage(references[index], parameters: parameters), masks: maps).masks
    }
}
