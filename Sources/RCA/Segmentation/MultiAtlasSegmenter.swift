import Fusion
public import Imaging
public import Scoring

/// Segments one image after another by registering the references most like it and fusing their labels.
///
/// Holds scratch memory: one instance a worker. The result depends on the image and the set alone.
public final class MultiAtlasSegmenter {
    private let set: ReferenceSet
    private let parameters: SegmentationParameters
    private let classifier: CandidateClassifier
    private let scorer: CaseScorer

    public init(set: ReferenceSet, parameters: SegmentationParameters = SegmentationParameters()) {
        self.set = set
        self.parameters = parameters
        classifier = CandidateClassifier(parameters: set.parameters, structureCount: set.structures.count)
        scorer = CaseScorer(
            set: set,
            selection: ReferenceSelection(
                measure: parameters.similarity, count: min(parameters.atlasCount, set.references.count)),
            classifier: classifier)
    }

    /// The structures of an image, after finding out how the film lies in it where it does not fit as it is.
    public func segment(_ image: GrayscaleImage) -> Segmentation {
        classifier.reset()
        let result = scorer.score(image, masks: [])
        let round = round(result, image)
        let candidates = round.candidates.compactMap { $0 }
        let size = set.parameters.preparation.size
        let query = round.query ?? QueryImage(Film(image), parameters: set.parameters.preparation)
        return Segmentation(
            shares: fused(candidates, query: query, size: size), frameToImage: query.frameToImage, width: image.width,
            height: image.height, structures: set.structures, atlases: result.selected.map { set.references[$0].name },
            excluded: result.excluded.map { set.references[$0].name }, pose: result.pose,
            reliability: result.reliability)
    }

    /// The candidates in the settled pose; registered anew where the search for it has overwritten them.
    private func round(_ result: CaseScore, _ image: GrayscaleImage) -> CandidateClassifier.Round {
        if let round = classifier.round(of: result) { return round }
        let query = QueryImage(image, as: result, parameters: set.parameters.preparation)
        return classifier.round(of: scorer.score(query, masks: [])) ?? CandidateClassifier.Round(query: query)
    }

    private func fused(_ candidates: [AtlasCandidate], query: QueryImage, size: Int) -> LabelShares {
        let structureCount = set.structures.count
        let gridSize = set.parameters.labelGridSize
        func labels() -> [[UInt8]] { candidates.map { $0.labels(size: size, gridSize: gridSize) } }
        switch parameters.fusion {
        case .majority:
            return MajorityVote.shares(labels(), size: gridSize, structureCount: structureCount)
        case .staple:
            return STAPLE().shares(labels(), size: gridSize, structureCount: structureCount)
        case .locallyWeighted:
            return LocallyWeightedVote.shares(candidates, size: size, structureCount: structureCount)
        case .joint:
            return JointLabelFusion().shares(
                query: query.prepared.fine.pixels, candidates, size: size, structureCount: structureCount)
        }
    }
}
