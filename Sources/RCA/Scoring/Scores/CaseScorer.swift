/// Scores the masks of one image after another against a reference set.
///
/// Holds scratch memory: one instance a worker. A case's result depends on the case and the set alone.
public final class CaseScorer {
    private let set: ReferenceSet
    private let selection: ReferenceSelection
    private let classifier: any ReverseClassifier
    private var predicted: [[UInt8]] = []

    /// - Parameter classifier: the reverse classifier; nil for the single-atlas one.
    public init(set: ReferenceSet, selection: ReferenceSelection, classifier: (any ReverseClassifier)? = nil) {
        self.set = set
        self.selection = selection
        self.classifier = classifier ?? SingleAtlasClassifier(parameters: set.parameters)
    }

    /// - Parameters:
    ///   - query: the image, prepared with the set's parameters.
    ///   - masks: predicted masks of that image, read with the set's structures.
    /// - Precondition: every mask has as many structures as the set.
    /// - Returns: one score a mask, in order, and the references they were made with.
    public func score(_ query: QueryImage, masks: [StructureMap]) -> CaseScore {
        precondition(
            masks.allSatisfy { $0.structureCount == set.structures.count }, "masks read with other structures")
        classifier.train(on: query, masks: masks)
        let chosen = selection.select(query, from: set) { classifier.fit(to: set.references[$0], at: $0) }
        let cells = set.parameters.labelGridSize * set.parameters.labelGridSize
        while predicted.count < masks.count { predicted.append(Array(repeating: 0, count: cells)) }
        predicted.removeLast(predicted.count - masks.count)
        var details = [[[Float?]]](repeating: [], count: masks.count)
        for index in chosen.selected {
            let reference = set.references[index]
            classifier.classify(reference, at: index, into: &predicted)
            for (position, mask) in masks.enumerated() {
                details[position].append(dice(mask, predicted[position], reference))
            }
        }
        let scores = zip(masks, details).map { mask, details in
            MaskScore(
                dice: details.compactMap(Dice.mean).max(),
                structures: set.structures.indices.map { structure in
                    StructureScore(zip(chosen.selected, details).map { ($0, $1[structure]) })
                },
                details: details, isEmpty: mask.isEmpty)
        }
        return CaseScore(masks: scores, selected: chosen.selected, excluded: chosen.excluded)
    }

    /// Each structure's Dice; 0 where the mask has it and the reference has not, even if the warp left nothing.
    private func dice(_ mask: StructureMap, _ predicted: [UInt8], _ reference: Reference) -> [Float?] {
        set.structures.indices.map { position in
            let counts = LabelOverlap.count(predicted, reference.labels, label: UInt8(position + 1))
            let truth = reference.structureSizes[position]
            if counts.predicted + truth == 0, mask.isPresent[position] { return 0 }
            return Dice.coefficient(first: counts.predicted, second: truth, both: counts.both)
        }
    }
}

/// The scores of all masks of one image.
public struct CaseScore: Sendable, Equatable {
    public let masks: [MaskScore]
    /// Positions in the set of the references used, most similar first.
    public let selected: [Int]
    /// References left out because they are the query's own film.
    public let excluded: [Int]
}
