import Scoring

/// The vote of registered references, without networks.
struct StudyVote {
    private let scorer: CaseScorer<SingleAtlasClassifier>
    private let gridSize: Int
    private let size: Int

    init(_ set: ReferenceSet, count: Int = 20) {
        scorer = CaseScorer(
            set: set.with(ReferenceNetworks?.none),
            selection: ReferenceSelection(measure: .registeredCorrelation, count: count))
        scorer.wantsPosterior = true
        gridSize = set.parameters.labelGridSize
        size = set.parameters.preparation.size
    }

    /// What is said of an image.
    struct Opinion {
        /// One a structure, side² values.
        let probability: [[Float]]
        /// The vote's outline itself.
        let isInside: [[Bool]]
        /// What each reference says, as labels.
        let carried: [[UInt8]]
    }

    /// Nil where no reference could be brought onto the image.
    func opinion(_ image: StudyImage) -> Opinion? {
        let scored = scorer.scored(image.greyscale, masks: [])
        guard let posterior = scored.score.posterior,
            let evidence = scorer.evidence(scored.trained, known: scored.score.excluded)
        else { return nil }
        let places = FramePlaces(frameToImage: scored.trained.query.frameToImage, gridSize: gridSize)
        return Opinion(
            probability: posterior.structures.map(\.probability),
            isInside: evidence.map { places.seen($0.distances, outside: -1).map { $0 > 0 } },
            carried: OriginStudy.carried(scored.trained, size: size))
    }
}
