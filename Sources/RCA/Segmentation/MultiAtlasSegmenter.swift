import Fusion
public import Imaging
public import Scoring

/// Segments one image after another by registering the references most like it and fusing their labels.
///
/// Holds scratch memory: one instance a worker. The result depends on the image and the set alone.
public final class MultiAtlasSegmenter {
    private let set: ReferenceSet
    private let parameters: SegmentationParameters
    private let scorer: CaseScorer<SingleAtlasClassifier>

    public init(set: ReferenceSet, parameters: SegmentationParameters = SegmentationParameters()) {
        self.set = set
        self.parameters = parameters
        scorer = CaseScorer(
            set: set,
            selection: ReferenceSelection(
                measure: parameters.similarity, count: min(parameters.atlasCount, set.references.count)))
        scorer.wantsPosterior = true
    }

    /// The structures of an image, after finding its orientation and framing where it does not fit as it is.
    public func segment(_ image: GrayscaleImage) -> Segmentation {
        let scored = scorer.scored(image, masks: [])
        let (result, query) = (scored.score, scored.trained.query)
        let candidates = scored.trained.carried.compactMap { $0 }.map {
            AtlasCandidate(
                picture: $0.picture, inside: $0.inside, shares: $0.shares, weight: $0.weight, trust: $0.trust)
        }
        // The posterior lies over the whole image, all else over the frame.
        let isPosterior = parameters.fusion == .posterior
        let shares =
            isPosterior
            ? posteriorShares(result.posterior)
            : parameters.fusion == .learned
                ? learnedShares(query, known: result.excluded)
                : fused(candidates, query: query, size: set.parameters.preparation.size)
        return Segmentation(
            shares: shares, frameToImage: isPosterior ? .identity : query.frameToImage, width: image.width,
            height: image.height, structures: set.structures,
            atlases: result.selected.map { set.references[$0].name },
            excluded: result.excluded.map { set.references[$0].name }, pose: result.pose,
            reliability: result.reliability)
    }

    /// - Parameter posterior: nil where no reference could be brought onto the image; then nothing is drawn.
    private func posteriorShares(_ posterior: TruthPosterior?) -> LabelShares {
        let gridSize = set.parameters.labelGridSize
        var values =
            posterior?.structures.map(\.probability)
            ?? Array(repeating: Array(repeating: 0, count: gridSize * gridSize), count: set.structures.count)
        // Each structure has a probability of its own; together they may be more than one.
        for index in 0..<gridSize * gridSize {
            let sum = values.reduce(0) { $0 + $1[index] }
            guard sum > 1 else { continue }
            for structure in values.indices { values[structure][index] /= sum }
        }
        return LabelShares(size: gridSize, values: values)
    }

    /// Nothing where every network knows the image.
    private func learnedShares(_ query: QueryImage, known: [Int]) -> LabelShares {
        let gridSize = set.parameters.labelGridSize
        return LabelShares(
            size: gridSize,
            values: scorer.networkProbabilities(query, known: known)
                ?? Array(repeating: Array(repeating: 0, count: gridSize * gridSize), count: set.structures.count))
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
        case .joint, .posterior, .learned:
            return JointLabelFusion().shares(
                query: query.prepared.fine.pixels, candidates, size: size, structureCount: structureCount)
        }
    }
}
