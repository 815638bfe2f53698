import Imaging

extension CaseScorer where Classifier: RegisteringClassifier {
    /// The same as `scored`, with what was found out about the image on the way.
    func settled(_ image: GrayscaleImage, masks: [StructureMap]) -> SettledCase<Classifier.Trained> {
        let radiograph = Radiograph(image)
        let parameters = set.parameters.preparation
        let unmodified = registered(QueryImage(radiograph, parameters: parameters), masks: masks)
        let quality = unmodified.evidence?.quality ?? 0
        var known = unmodified.labelled.chosen.excluded
        let search = PoseSearch(set: set, classifier: classifier, known: known)
        let found = pose(of: radiograph, unmodified.trained, known: known, quality: quality, search)
        var (result, correction): (ScoredCase<Classifier.Trained>, AffineMap)
        if let pose = found.pose {
            known += ownReferences(of: radiograph, in: pose)
            result = scored(
                registered(QueryImage(radiograph, pose: pose, parameters: parameters), masks: masks, known: known))
            known = result.score.excluded
            correction = search.fit(result.trained).correction
        } else {
            (result, correction) = (scored(unmodified), found.correction)
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
                &result, with: registered(moved, masks: masks, known: known),
                margin: PoseSearch.correctionMargin)
        }
        if let blankShare = result.score.evidence?.blankShare, blankShare > BlankPicture.noticeableShare,
            radiograph.hasBlankAreas
        {
            let whole = QueryImage(Radiograph(whole: image), in: result.score.pose, parameters: parameters)
            replaceIfBetter(
                &result, with: registered(whole, masks: masks, known: known), margin: BlankPicture.margin)
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
            let wider = registered(
                QueryImage(radiograph, pose: pose, parameters: set.parameters.preparation), masks: masks,
                known: result.score.excluded)
            guard let after = wider.evidence?.quality, after > quality - FrameCut.tolerance else { break }
            let left = FrameCut.length(wider.trained, gridSize: set.parameters.labelGridSize)
            guard left < cut else { break }
            cut = left
            let believed = result.score.reliability
            result = scored(wider)
            if believed.figure < result.score.reliability.figure { result.score.reliability = believed }
        }
        if cut > FrameCut.noticeable {
            let blemished = Reliability(
                result.score.evidence, statistics: set.statistics, outlook: result.score.outlook, blemish: .cut)
            if blemished.figure < result.score.reliability.figure { result.score.reliability = blemished }
        }
    }

    /// Takes a second look at an image where it fits better by a margin. The better of two looks fits better by chance,
    /// too, so that it is believed no more than the first.
    private func replaceIfBetter(
        _ first: inout ScoredCase<Classifier.Trained>, with second: RegisteredCase, margin: Float
    ) {
        guard let before = first.score.evidence?.quality, let after = second.evidence?.quality, after > before + margin
        else { return }
        var taken = scored(second)
        if first.score.reliability.figure < taken.score.reliability.figure {
            taken.score.reliability = first.score.reliability
        }
        first = taken
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
