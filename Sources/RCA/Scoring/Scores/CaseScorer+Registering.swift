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

    /// The same as `scored`, with what was found out about the image on the way.
    func settled(_ image: GrayscaleImage, masks: [StructureMap]) -> SettledCase<Classifier.Trained> {
        let radiograph = Radiograph(image)
        let parameters = set.parameters.preparation
        let unmodified = scored(QueryImage(radiograph, parameters: parameters), masks: masks)
        let quality = unmodified.score.evidence?.quality ?? 0
        var known = unmodified.score.excluded
        let search = PoseSearch(set: set, classifier: classifier, known: known)
        let found = pose(of: radiograph, unmodified.trained, known: known, quality: quality, search)
        var (result, correction) = (unmodified, found.correction)
        if let pose = found.pose {
            known += ownReferences(of: radiograph, in: pose)
            result = scored(
                QueryImage(radiograph, pose: pose, parameters: parameters), masks: masks, known: known)
            known = result.score.excluded
            correction = search.fit(result.trained).correction
        }
        if found.mayBeMirrored {
            result.score.reliability = Reliability(
                result.score.evidence, statistics: set.statistics, outlook: result.score.outlook,
                blemish: .mayBeMirrored)
        }
        if let closer = search.moved(
            result.score.pose, by: correction, quality: result.score.evidence?.quality ?? quality)
        {
            let moved = QueryImage(radiograph, pose: closer, parameters: parameters)
            replaceIfBetter(
                &result, with: scored(moved, masks: masks, known: known), margin: PoseSearch.correctionMargin)
        }
        if let blankShare = result.score.evidence?.blankShare, blankShare > BlankPicture.noticeableShare,
            radiograph.hasBlankAreas
        {
            let whole = QueryImage(Radiograph(whole: image), in: result.score.pose, parameters: parameters)
            replaceIfBetter(&result, with: scored(whole, masks: masks, known: known), margin: BlankPicture.margin)
        }
        widen(&result, image: image, masks: masks)
        let isFrontal = judge(&result.score, radiograph, in: result.trained.query, sight: found.sight)
        return SettledCase(
            scored: result, radiograph: radiograph, mayBeMirrored: found.mayBeMirrored, isFrontal: isFrontal)
    }

    /// References that show the radiograph itself, before its frame was moved. One that lies otherwise than upright is
    /// looked at from every side, since it may have been laid down wrongly.
    private func ownReferences(of radiograph: Radiograph, in pose: PresentationState) -> [Int] {
        var unmoved = pose
        unmoved.correction = .identity
        var whole = PresentationState()
        whole.isInverted = pose.isInverted
        let sides = pose.orientation == .upright && !pose.isInverted ? [] : Orientation.allCases
        let poses =
            [unmoved]
            + sides.map { side in
                whole.orientation = side
                return whole
            }
        return poses.flatMap {
            ReferenceSelection.own(QueryImage(radiograph, in: $0, parameters: set.parameters.preparation), in: set)
        }
    }

    /// A pose whose frame ends within what the references find there lies too close: the frame is made wider, until
    /// nothing is cut. Where that does not fit, the case is doubtful.
    private func widen(_ result: inout ScoredCase<Classifier.Trained>, image: GrayscaleImage, masks: [StructureMap]) {
        let quality = result.score.evidence?.quality ?? 0
        var pose = result.score.pose
        var cut = FrameCut.length(result.trained, gridSize: set.parameters.labelGridSize)
        guard cut > FrameCut.noticeable else { return }
        let radiograph = result.trained.query.includesBlankAreas ? Radiograph(whole: image) : Radiograph(image)
        for _ in 0..<FrameCut.attempts where cut > FrameCut.noticeable {
            pose.correction = pose.correction.after(.scaling(FrameCut.factor))
            let wider = scored(
                QueryImage(radiograph, pose: pose, parameters: set.parameters.preparation), masks: masks,
                known: result.score.excluded)
            guard let after = wider.score.evidence?.quality, after > quality - FrameCut.tolerance else { break }
            let left = FrameCut.length(wider.trained, gridSize: set.parameters.labelGridSize)
            guard left < cut else { break }
            cut = left
            let believed = result.score.reliability
            result = wider
            if believed.figure < result.score.reliability.figure { result.score.reliability = believed }
        }
        if cut > FrameCut.noticeable {
            result.score.reliability = Reliability(
                result.score.evidence, statistics: set.statistics, outlook: result.score.outlook, blemish: .cut)
        }
    }

    /// The same as `score`, with the registration that the score was made with.
    public func scored(_ query: QueryImage, masks: [StructureMap]) -> ScoredCase<Classifier.Trained> {
        scored(query, masks: masks, known: [])
    }

    /// - Parameter known: references that show the radiograph itself in another frame, and are left out as well.
    private func scored(_ query: QueryImage, masks: [StructureMap], known: [Int]) -> ScoredCase<Classifier.Trained> {
        let trained = classifier.train(on: query, masks: masks)
        let labelled = label(query, masks: masks, by: trained, known: known) { $0.carriedBeyond(trained) }
        let score = score(
            labelled, query, masks: masks, consensus: consensus(masks, labelled.areas, trained),
            evidence: RegistrationEvidence(trained)
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

    /// Takes a second look at an image where it fits better by a margin. The better of two looks fits better by chance,
    /// too, so that it is believed no more than the first.
    private func replaceIfBetter(
        _ first: inout ScoredCase<Classifier.Trained>, with second: ScoredCase<Classifier.Trained>, margin: Float
    ) {
        guard let before = first.score.evidence?.quality, let after = second.score.evidence?.quality,
            after > before + margin
        else { return }
        var taken = second
        if first.score.reliability.figure < second.score.reliability.figure {
            taken.score.reliability = first.score.reliability
        }
        first = taken
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
            return Dice.coefficients(drawn, vote, firstBeyond: areas.outside)
        }
    }
}

/// When an image is tried with its blank areas for picture.
private enum BlankPicture {
    /// From this share of the chest on, what shows nothing may be part of the picture: lungs as black as the image
    /// gets. Such an image is tried whole, and stays so where it fits better by a margin. On perturbed references this
    /// is so of radiographs whose contrast was cut off, and of none with a box or burnt-in text.
    static let noticeableShare: Float = 0.02
    static let margin: Float = 0.005
}

/// Whether a frame ends within a structure, though the image goes on.
private enum FrameCut {
    /// Cells of the label grid along the frame's edge that a structure may have there: outlines are not that sure.
    static let noticeable = 5
    static let attempts = 3
    /// How much wider the frame is made each time.
    static let factor = 1.15
    /// How much less well a wider frame may fit: it shows more that the references do not have.
    static let tolerance: Float = 0.04

    /// Cells along the frame's edge, within the image, that the consensus gives a structure.
    static func length(_ trained: some TrainedRegistration, gridSize: Int) -> Int {
        let map = trained.query.frameToImage
        guard map != .identity else { return 0 }
        var vote = [UInt8](repeating: 0, count: gridSize * gridSize)
        trained.consensus(into: &vote)
        let edge = (0..<gridSize).flatMap { place in
            [(place, 0), (place, gridSize - 1), (0, place), (gridSize - 1, place)]
        }
        return edge.count { x, y in
            guard vote[y * gridSize + x] != 0 else { return false }
            // A cell further out, there is image still.
            let across = x == 0 ? -1.0 : x == gridSize - 1 ? Double(gridSize) + 1 : Double(x) + 0.5
            let down = y == 0 ? -1.0 : y == gridSize - 1 ? Double(gridSize) + 1 : Double(y) + 0.5
            let beyond = map.apply(x: across / Double(gridSize), y: down / Double(gridSize))
            return (0..<1).contains(beyond.x) && (0..<1).contains(beyond.y)
        }
    }
}

extension AffineMap {
    /// About the frame's middle.
    fileprivate static func scaling(_ factor: Double) -> AffineMap {
        let shift = 0.5 - 0.5 * factor
        return AffineMap(xx: factor, xy: 0, x0: shift, yx: 0, yy: factor, y0: shift)
    }
}
