public import Imaging

extension CaseScorer where Classifier: RegisteringClassifier {
    /// Scores the masks of an image, after finding its orientation and framing where it does not fit as it is.
    ///
    /// - Parameters:
    ///   - image: the image that the masks belong to.
    ///   - masks: predicted masks of that image, read with the set's structures.
    /// - Returns: one score a mask, in order, and what they were made with.
    public func score(_ image: GrayscaleImage, masks: [StructureMap]) -> CaseScore {
        scored(image, masks: masks).score
    }

    /// Scores the masks of an image that was prepared already, as it is.
    public func score(_ query: QueryImage, masks: [StructureMap]) -> CaseScore { scored(query, masks: masks).score }

    /// The same as `score`, with the registration that the score was made with in the end.
    public func scored(_ image: GrayscaleImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        settled(image, masks: masks).scored
    }

    /// The same as `score`, with the registration that the score was made with.
    public func scored(_ query: QueryImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        scored(registered(query, masks: masks))
    }

    /// A case whose references are labelled and that is not scored yet: how well it fits is known, and one that fits no
    /// better than another need not be scored.
    struct RegisteredCase {
        let masks: [StructureMap]
        let trained: Classifier.Trained
        let labelled: Labelled
        let evidence: RegistrationEvidence?
    }

    /// - Parameter known: references that show the image itself in another frame, and are left out as well.
    func registered(_ query: QueryImage, masks: [StructureMap], known: [Int] = []) -> RegisteredCase {
        let trained = classifier.train(on: query, masks: masks)
        let labelled = label(query, masks: masks, by: trained, known: known) { $0.carriedBeyond(trained) }
        return RegisteredCase(
            masks: masks, trained: trained, labelled: labelled, evidence: RegistrationEvidence(trained))
    }

    func scored(_ registered: RegisteredCase) -> ScoredCase<Classifier.Trained> {
        let (masks, trained, labelled) = (registered.masks, registered.trained, registered.labelled)
        let score = score(
            labelled, trained.query, masks: masks, consensus: consensus(masks, labelled.areas, trained),
            evidence: registered.evidence
        ) { opinion(trained, known: labelled.chosen.excluded) }
        return ScoredCase(score: score, trained: trained)
    }

    /// The masks of a case that was settled before, on the references that were chosen then: its pose, posterior and
    /// verdict stay.
    func rescored(_ settled: CaseScore, _ query: QueryImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        let trained = classifier.train(on: query, masks: masks)
        let labelled = label(query, masks: masks, by: trained, chosen: settled.choice) { $0.carriedBeyond(trained) }
        return ScoredCase(score: rescored(settled, labelled, masks: masks), trained: trained)
    }

    /// What the references say of the truth, and the networks where the set has some.
    ///
    /// - Parameter known: references that show the image itself.
    private func opinion(_ trained: Classifier.Trained, known: [Int]) -> Opinion? {
        guard let evidence = evidence(trained, known: known) else { return nil }
        // Where every network has seen the image, the vote alone is asked.
        let isSecondOpinion = evidence.contains { $0.networks != nil }
        let calibration = isSecondOpinion ? set.networks?.calibration ?? set.calibration : set.calibration
        return Opinion(
            posterior: TruthPosterior(
                evidence, model: calibration?.posterior ?? .usual(structureCount: set.structures.count),
                misfit: set.misfit(quality: RegistrationEvidence.quality(trained.similarities)),
                frameToImage: trained.query.frameToImage, gridSize: set.parameters.labelGridSize),
            errors: calibration?.errors)
    }

    /// What the posterior is made of, a structure at a time; nil where no reference could be brought back.
    ///
    /// - Parameter known: references that show the image itself.
    package func evidence(_ trained: Classifier.Trained, known: [Int]) -> [PosteriorEvidence]? {
        guard let evidence = trained.posteriorEvidence else { return nil }
        guard let logits = networks?.logits(trained.query, known: known) else { return evidence }
        return zip(evidence, logits).map { $0.with(networks: $1) }
    }

    /// Each mask's Dice with the consensus, a structure at a time; nil without masks. What a mask has outside the frame
    /// counts.
    private func consensus(
        _ masks: [StructureMap], _ areas: [WholeMask], _ trained: Classifier.Trained
    ) -> [[Float?]]? {
        guard !masks.isEmpty else { return nil }
        let gridSize = set.parameters.labelGridSize
        var vote = [UInt8](repeating: 0, count: gridSize * gridSize)
        trained.consensus(into: &vote)
        return zip(masks, areas).map { mask, areas in
            let drawn = mask.sampled(gridSize: gridSize, frameToImage: trained.query.frameToImage)
            return Dice.coefficients(drawn, vote, firstBeyond: areas.outside).enumerated().map { position, dice in
                // What is too small for the grid is in the mask all the same.
                dice ?? (mask.isPresent[position] ? 0 : nil)
            }
        }
    }
}
