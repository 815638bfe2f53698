import Fusion
public import Imaging
public import Scoring

/// Segments one image after another by registering the references most like it and fusing their labels.
///
/// Holds scratch memory: one instance a worker. The result depends on the image and the set alone.
public final class MultiAtlasSegmenter {
    private let set: ReferenceSet
    private let parameters: SegmentationParameters
    private let scorer: CaseScorer

    public init(set: ReferenceSet, parameters: SegmentationParameters = SegmentationParameters()) {
        self.set = set
        self.parameters = parameters
        scorer = CaseScorer(
            set: set,
            selection: ReferenceSelection(
                measure: parameters.similarity, count: min(parameters.atlasCount, set.references.count)),
            classifier: SingleAtlasClassifier(
                parameters: set.parameters, structureCount: set.structures.count))
        scorer.wantsPosterior = true
    }

    /// The structures of an image, after finding out how the film lies in it where it does not fit as it is.
    public func segment(_ image: GrayscaleImage) -> Segmentation {
        guard let registered = scorer.registered(image, masks: []) else {
            preconditionFailure("the atlas registers")
        }
        let result = registered.score
        let candidates = registered.registration.carried.compactMap { $0 }.map {
            AtlasCandidate(
                picture: $0.picture, inside: $0.inside, shares: $0.shares, weight: $0.weight, trust: $0.trust)
        }
        let query = registered.registration.query
        return Segmentation(
            shares: fused(candidates, query: query, size: set.parameters.preparation.size),
            frameToImage: query.frameToImage, width: image.width, height: image.height, structures: set.structures,
            atlases: result.selected.map { set.references[$0].name },
            excluded: result.excluded.map { set.references[$0].name }, pose: result.pose,
            reliability: result.reliability)
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
