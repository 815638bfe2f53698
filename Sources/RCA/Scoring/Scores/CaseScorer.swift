/// Scores the masks of one image after another against a reference set, by a reverse classifier.
///
/// What can be scored follows from the classifier's type: ``RegisteringClassifier`` or ``DirectClassifier``.
///
/// Holds scratch memory: one instance a worker. A case's result depends on the case and the set alone.
public final class CaseScorer<Classifier: ReverseClassifier> {
    let set: ReferenceSet
    let classifier: Classifier
    private let selection: ReferenceSelection
    private var predicted: [[UInt8]] = []
    /// Measure outlines too, and how; nil, which costs nothing, for not.
    public var surfaces: SurfaceSettings?
    /// Whether the posterior, and what follows from it, is asked for where there is no mask to score.
    package var wantsPosterior = false
    /// Nil where the set has no networks.
    let networks: NetworkOpinions?
    /// Nil where the set has none that see the sides of the body.
    let laterality: LateralityOpinion?

    public init(set: ReferenceSet, selection: ReferenceSelection, classifier: Classifier) {
        self.set = set
        self.selection = selection
        self.classifier = classifier
        networks = set.networks.map {
            NetworkOpinions($0, parameters: set.parameters)
        }
        laterality = set.networks.flatMap { LateralityOpinion($0, parameters: set.parameters) }
    }

    /// What the networks alone say of a query: each structure's probability on the label grid over its frame; nil
    /// without networks, or where every one has seen the image.
    ///
    /// - Parameter known: positions of the references that show the image itself.
    package func networkProbabilities(_ query: QueryImage, known: [Int]) -> [[Float]]? {
        networks?.probabilities(query, known: known)
    }

    /// A posterior, and how far expected Dice that come of it may be off; nil where that is not known.
    struct Opinion {
        let posterior: TruthPosterior
        let errors: ErrorModel?
    }

    /// What a trained classifier says of a case by labelling references.
    struct Labelled {
        let chosen: ReferenceSelection.Result
        let areas: [WholeMask]
        /// For each mask, for each chosen reference, each structure's Dice.
        fileprivate var details: [[[Float?]]]
        fileprivate var outlines: SurfaceScoring?
    }

    /// Chooses the references and has them labelled.
    ///
    /// - Parameters:
    ///   - chosen: references that were chosen before; nil to choose them.
    ///   - known: references not to choose, since they show the radiograph itself in another frame.
    ///   - beyond: for each structure of a mask what was carried beyond the reference labelled last, in pixels of the
    ///     label grid.
    func label(
        _ query: QueryImage, masks: [StructureMap], by trained: Classifier.Trained,
        chosen: ReferenceSelection.Result? = nil, known: [Int] = [], beyond: (WholeMask) -> [Float]
    ) -> Labelled {
        precondition(
            masks.allSatisfy { $0.structureCount == set.structures.count }, "masks read with other structures")
        let chosen =
            chosen ?? selection.select(query, from: set, known: known) { trained.fit(to: set.references[$0], at: $0) }
        let cells = set.parameters.labelGridSize * set.parameters.labelGridSize
        while predicted.count < masks.count { predicted.append(Array(repeating: 0, count: cells)) }
        predicted.removeLast(predicted.count - masks.count)
        // Not worked out where there are no masks.
        lazy var frame = ComparedFrame(query, parameters: set.parameters)
        var labelled = Labelled(
            chosen: chosen, areas: masks.map { WholeMask($0, in: frame) },
            details: Array(repeating: [], count: masks.count),
            outlines: surfaces.map { SurfaceScoring($0, query, masks: masks, set: set) })
        for index in chosen.selected {
            let reference = set.references[index]
            trained.classify(reference, at: index, into: &predicted)
            for (position, mask) in masks.enumerated() {
                labelled.details[position].append(
                    dice(mask, predicted[position], reference, beyond: beyond(labelled.areas[position])))
                labelled.outlines?.add(predicted[position], of: position, on: reference)
            }
        }
        return labelled
    }

    /// The scores of a case whose references are labelled.
    ///
    /// - Parameters:
    ///   - consensus: each mask's Dice with the consensus, a structure at a time; nil without one.
    ///   - evidence: how well the image was registered; nil where it was not.
    ///   - opinion: asked for only where something comes of it; nil where there is none.
    func score(
        _ labelled: Labelled, _ query: QueryImage, masks: [StructureMap], consensus: [[Float?]]?,
        evidence: RegistrationEvidence?, opinion: () -> Opinion?
    ) -> CaseScore {
        let chosen = labelled.chosen
        let opinion = masks.isEmpty && !wantsPosterior ? nil : opinion()
        let scores = masks.enumerated().map { position, mask in
            let expectation = opinion.map {
                Expectation(labelled.areas[position].areas, $0.posterior, errors: $0.errors)
            }
            return score(
                of: position, mask, labelled, consensus: consensus?[position], expected: expectation?.structures,
                mean: expectation?.mean)
        }
        let outlook = opinion.flatMap { $0.errors?.outlook(doubt: $0.posterior.doubt) }
        return CaseScore(
            masks: scores, selected: chosen.selected, excluded: chosen.excluded, pose: query.pose, evidence: evidence,
            posterior: opinion?.posterior, errors: opinion?.errors, outlook: outlook,
            reliability: Reliability(evidence, statistics: set.statistics, outlook: outlook))
    }

    /// A case that was settled before, with its masks' Dice on the references by what labelled them now: everything
    /// that is known of the image, and what each mask is expected to have, stay.
    func rescored(_ settled: CaseScore, _ labelled: Labelled, masks: [StructureMap]) -> CaseScore {
        var result = settled
        result.masks = zip(masks, settled.masks).enumerated().map { position, pair in
            let (mask, before) = pair
            return score(
                of: position, mask, labelled, consensus: before.structures.map(\.consensus),
                expected: before.structures.map(\.expected), mean: before.expected)
        }
        return result
    }

    /// - Parameters:
    ///   - consensus, expected: one a structure; nil for none.
    ///   - mean: the expected Dice of all structures.
    private func score(
        of position: Int, _ mask: StructureMap, _ labelled: Labelled, consensus: [Float?]?,
        expected: [ExpectedScore?]?, mean: ExpectedScore?
    ) -> MaskScore {
        let details = labelled.details[position]
        let structures = set.structures.indices.map { structure in
            StructureScore(
                zip(labelled.chosen.selected, details).map { (reference: $0, dice: $1[structure]) },
                consensus: consensus?[structure], expected: expected?[structure])
        }
        return MaskScore(
            dice: details.compactMap { Dice.mean($0) }.max(), structures: structures, details: details,
            expected: mean, isEmpty: mask.isEmpty, surfaces: labelled.outlines?.scores(of: position) ?? [])
    }

    /// Each structure's Dice; 0 where the mask has it and the reference has not, even if the warp left nothing.
    ///
    /// - Parameter beyond: what the warp took beyond the reference's frame, in pixels of the label grid.
    private func dice(
        _ mask: StructureMap, _ predicted: [UInt8], _ reference: Reference, beyond: [Float]
    ) -> [Float?] {
        set.structures.indices.map { position in
            let counts = LabelOverlap.count(predicted, reference.labels, label: UInt8(position + 1))
            let truth = reference.structureSizes[position]
            if counts.predicted + truth == 0, mask.isPresent[position] { return 0 }
            return Dice.coefficient(
                first: counts.predicted, second: truth, both: counts.both, firstBeyond: beyond[position])
        }
    }
}

extension CaseScorer where Classifier == SingleAtlasClassifier {
    /// With the single-atlas classifier, whose scores are the published ones, and the set's own way to register.
    public convenience init(set: ReferenceSet, selection: ReferenceSelection) {
        let stage: SingleAtlasClassifier.Stage =
            switch set.method {
            case .freeForm: .freeForm
            case .learned(let registration): .learned(registration)
            }
        self.init(
            set: set, selection: selection,
            classifier: SingleAtlasClassifier(
                parameters: set.parameters, structureCount: set.structures.count, stage: stage))
    }
}
