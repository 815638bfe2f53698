public import Imaging

/// Scores the masks of one image after another by any of the classifiers.
///
/// Registration to the references always comes first: it finds the pose, chooses the references, and gives the vote,
/// the posterior, the expected Dice and the verdict, whose calibration is the references' own and holds for this
/// registration alone. Another classifier is then trained on each mask in the frame that was found, and labels the
/// references that were chosen. What it says is in ``MaskScore/dice``, ``MaskScore/details``, ``MaskScore/surfaces`` and
/// the figures of each structure that come of them; everything else is the same for every classifier.
///
/// Holds scratch memory: one instance a worker. A case's result depends on the case and the set alone.
public final class ClassifierScorer {
    /// A score, and what it was made with.
    public struct Scored {
        public let score: CaseScore
        /// The registered atlas that the pose, the references and the vote come of.
        public let atlas: TrainedAtlas
        /// What has labelled the references: the atlas, or what the other classifier was trained to.
        public let trained: any TrainedClassifier
    }

    private typealias Rescoring = (
        _ settled: CaseScore, _ query: QueryImage, _ masks: [StructureMap], _ surfaces: SurfaceSettings?
    ) -> (score: CaseScore, trained: any TrainedClassifier)

    private let atlas: CaseScorer<SingleAtlasClassifier>
    /// Nil for the classifier that the atlas is itself.
    private let rescoring: Rescoring?
    /// Measure outlines too, and how; nil, which costs nothing, for not.
    public var surfaces: SurfaceSettings?

    /// - Precondition: `classifier.prepared` made the set.
    public init(set: ReferenceSet, selection: ReferenceSelection, classifier: ClassifierKind = .freeForm) {
        atlas = CaseScorer(set: set, selection: selection)
        rescoring =
            switch classifier {
            case .freeForm, .anatomicalRegistration, .plainRegistration, .localRegistration, .globalRegistration: nil
            case .affine:
                Self.rescoring(
                    set, selection,
                    SingleAtlasClassifier(
                        parameters: set.parameters, structureCount: set.structures.count, stage: .affine))
            case .freeFormNetworks:
                set.networks.map { networks in
                    Self.rescoring(
                        set, selection,
                        SingleAtlasClassifier(
                            parameters: set.parameters, structureCount: set.structures.count,
                            stage: .refined(networks)))
                }
            case .forest: Self.rescoring(set, selection, ForestClassifier(set: set))
            case .pairNetwork: Self.rescoring(set, selection, PairNetworkClassifier(set: set, start: .references))
            case .pairNetworkNew: Self.rescoring(set, selection, PairNetworkClassifier(set: set, start: .nothing))
            }
    }

    private static func rescoring(
        _ set: ReferenceSet, _ selection: ReferenceSelection, _ classifier: some RegisteringClassifier
    ) -> Rescoring {
        let scorer = CaseScorer(set: set, selection: selection, classifier: classifier)
        return { settled, query, masks, surfaces in
            scorer.surfaces = surfaces
            let scored = scorer.rescored(settled, query, masks: masks)
            return (scored.score, scored.trained)
        }
    }

    private static func rescoring(
        _ set: ReferenceSet, _ selection: ReferenceSelection, _ classifier: some DirectClassifier
    ) -> Rescoring {
        let scorer = CaseScorer(set: set, selection: selection, classifier: classifier)
        return { settled, query, masks, surfaces in
            scorer.surfaces = surfaces
            let scored = scorer.rescored(settled, query, masks: masks)
            return (scored.score, scored.trained)
        }
    }

    /// Scores the masks of an image, after finding its orientation and framing where it does not fit as it is.
    ///
    /// - Parameters:
    ///   - image: the image that the masks belong to.
    ///   - masks: predicted masks of that image, read with the set's structures.
    /// - Returns: one score a mask, in order, and what they were made with.
    public func scored(_ image: GrayscaleImage, masks: [StructureMap]) -> Scored {
        atlas.surfaces = rescoring == nil ? surfaces : nil
        let settled = atlas.scored(image, masks: masks)
        guard let rescoring, !masks.isEmpty else {
            return Scored(score: settled.score, atlas: settled.trained, trained: settled.trained)
        }
        let other = rescoring(settled.score, settled.trained.query, masks, surfaces)
        return Scored(score: other.score, atlas: settled.trained, trained: other.trained)
    }

    /// The scores alone.
    public func score(_ image: GrayscaleImage, masks: [StructureMap]) -> CaseScore { scored(image, masks: masks).score }
}
