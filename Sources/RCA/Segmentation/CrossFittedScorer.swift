package import Imaging
package import Scoring

/// Scores how well an image can be segmented, honestly: one half of the references segments it and the other half
/// scores the mask, and the other way round.
///
/// References that made a mask agree with it by construction: where they err, they err in the scoring as well, and the
/// score comes out too high. Two halves share no reference. The mask from all references is made of twice as many, so
/// that the score is of masks that are a little worse, if anything.
///
/// Holds scratch memory: one instance a worker.
package final class CrossFittedScorer {
    private let set: ReferenceSet
    private let structures: ReportedStructures?
    private let halves: [Half]

    /// One half, which segments and scores.
    private struct Half {
        let set: ReferenceSet
        let segmenter: MultiAtlasSegmenter
        let scorer: CaseScorer<SingleAtlasClassifier>
    }

    /// The references at even positions in the set, which is sorted by name, and those at odd ones.
    ///
    /// - Throws: ``InputError`` where there are fewer than two references, or not every structure occurs in both.
    package static func halves(of set: ReferenceSet) throws(InputError) -> [ReferenceSet] {
        guard set.references.count >= 2 else {
            throw InputError(
                .referenceInvalid, "--score", "one reference cannot be divided into two halves",
                remedy: "use a larger reference set, or leave --score out")
        }
        var halves: [ReferenceSet] = []
        for parity in 0...1 {
            let positions = set.references.indices.filter { $0 % 2 == parity }
            halves.append(
                try set.subset(
                    positions, named: "--score: the \(parity == 0 ? "first" : "second") half of the references")
            )
        }
        return halves
    }

    /// - Parameters:
    ///   - structures: those that are scored; nil for all.
    ///   - parameters: of the segmentation; as many references score as segment.
    /// - Throws: as ``halves(of:)``.
    package init(
        set: ReferenceSet, structures: ReportedStructures? = nil, parameters: SegmentationParameters
    ) throws(InputError) {
        self.set = set
        self.structures = structures
        halves = try Self.halves(of: set).map { half in
            Half(
                set: half, segmenter: MultiAtlasSegmenter(set: half, parameters: parameters),
                scorer: CaseScorer(
                    set: half,
                    selection: ReferenceSelection(
                        measure: parameters.similarity, count: min(parameters.atlasCount, half.references.count))))
        }
    }

    /// What both directions say of an image, each figure the mean of the two.
    package func score(_ image: GrayscaleImage) -> CrossFittedScore {
        var directions: [(score: MaskScore, references: [Reference])] = []
        for (segmenting, scoring) in [(halves[0], halves[1]), (halves[1], halves[0])] {
            let result = segmenting.segmenter.segment(image)
            // A half that holds nothing but this radiograph makes no mask, which is no bad one.
            guard !result.atlases.isEmpty else { continue }
            let mask = result.labelMap(labels: set.structures.indices.map { $0 + 1 })
            let all = set.structures.enumerated().map { Scoring.Structure(name: $1.name, label: $0 + 1) }
            guard let map = try? StructureMap(mask, structures: all, named: "segmentation") else { continue }
            let score = scoring.scorer.score(image, masks: [map])
            guard !score.selected.isEmpty else { continue }
            directions.append((structures?.reported(score.masks[0]) ?? score.masks[0], scoring.set.references))
        }
        return CrossFittedScore(directions, structureCount: structures?.list.count ?? set.structures.count)
    }
}

/// A mask's cross-fitted scores.
package struct CrossFittedScore: Sendable, Equatable {
    /// The mean over both directions of ``MaskScore/dice``; nil where neither has one.
    package let dice: Float?
    /// One for each structure that is scored, in the set's order.
    package let structures: [Structure]

    /// One structure's figures, each the mean over both directions of ``StructureScore``'s.
    package struct Structure: Sendable, Equatable {
        package let dice: Float?
        /// The name of the reference with the larger maximum of the two directions.
        package let reference: String?
        package let mean: Float?
        package let median: Float?
        package let best: Float?
        package let consensus: Float?
    }

    /// - Parameter directions: none where neither half can score what the other one makes.
    init(_ directions: [(score: MaskScore, references: [Reference])], structureCount: Int) {
        dice = Dice.mean(directions.map(\.score.dice))
        structures = (0..<structureCount).map { position in
            let scores = directions.map { (figures: $0.score.structures[position], references: $0.references) }
            var best: (dice: Float, name: String)?
            for score in scores {
                guard let dice = score.figures.dice, let index = score.figures.reference else { continue }
                if best.map({ dice > $0.dice }) ?? true { best = (dice, score.references[index].name) }
            }
            func mean(_ figure: (StructureScore) -> Float?) -> Float? { Dice.mean(scores.map { figure($0.figures) }) }
            return Structure(
                dice: mean(\.dice), reference: best?.name, mean: mean(\.mean), median: mean(\.median),
                best: mean(\.best), consensus: mean(\.consensus))
        }
    }
}
