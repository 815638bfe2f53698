public import Imaging

extension CaseScorer where Classifier: DirectClassifier {
    /// Scores the masks of an image as it lies, since without registration nothing says whether it fits otherwise.
    ///
    /// - Parameters:
    ///   - image: the image that the masks belong to.
    ///   - masks: predicted masks of that image, read with the set's structures.
    /// - Returns: one score a mask, in order, without consensus and evidence, and never reliable.
    public func score(_ image: GrayscaleImage, masks: [StructureMap]) -> CaseScore {
        scored(image, masks: masks).score
    }

    /// Scores the masks of an image that was prepared already.
    public func score(_ query: QueryImage, masks: [StructureMap]) -> CaseScore { scored(query, masks: masks).score }

    /// The same as `score`, with the trained classifier that the score was made with.
    public func scored(_ image: GrayscaleImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        scored(QueryImage(Radiograph(image), parameters: set.parameters.preparation), masks: masks)
    }

    /// The same as `score`, with the trained classifier that the score was made with.
    public func scored(_ query: QueryImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        let trained = classifier.train(on: query, masks: masks)
        let labelled = label(query, masks: masks, by: trained) { $0.outside }
        let score = score(labelled, query, masks: masks, consensus: nil, evidence: nil) {
            let posterior = trained.posterior(set)
            precondition(
                posterior.map {
                    $0.structures.count == set.structures.count && $0.gridSize == set.parameters.labelGridSize
                } ?? true, "a posterior of other structures or on another grid than the reference set's")
            return posterior.map { Opinion(posterior: $0, errors: set.calibration?.errors) }
        }
        return ScoredCase(score: score, trained: trained)
    }

    /// The masks of a case that was settled before, on the references that were chosen then: its pose, posterior and
    /// verdict stay, and what a mask has outside the frame counts as predicted.
    func rescored(_ settled: CaseScore, _ query: QueryImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        let trained = classifier.train(on: query, masks: masks)
        let labelled = label(query, masks: masks, by: trained, chosen: settled.choice) { $0.outside }
        return ScoredCase(score: rescored(settled, labelled, masks: masks), trained: trained)
    }
}
