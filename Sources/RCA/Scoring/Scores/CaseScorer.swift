public import Imaging

/// Scores the masks of one image after another against a reference set.
///
/// Holds scratch memory: one instance a worker. A case's result depends on the case and the set alone.
public final class CaseScorer {
    private let set: ReferenceSet
    private let selection: ReferenceSelection
    private let classifier: any ReverseClassifier
    private var predicted: [[UInt8]] = []
    /// Measure outlines too, and how; nil, which costs nothing, for not.
    public var surfaces: SurfaceSettings?

    /// - Parameter classifier: the reverse classifier; nil for the single-atlas one.
    public init(set: ReferenceSet, selection: ReferenceSelection, classifier: (any ReverseClassifier)? = nil) {
        self.set = set
        self.selection = selection
        self.classifier =
            classifier
            ?? SingleAtlasClassifier(
                parameters: set.parameters, structureCount: set.structures.count)
    }

    /// Scores the masks of an image, after finding out how the film lies in it where it does not fit as it is.
    ///
    /// - Parameters:
    ///   - image: the image that the masks belong to.
    ///   - masks: predicted masks of that image, read with the set's structures.
    /// - Returns: one score a mask, in order, and what they were made with.
    public func score(_ image: GrayscaleImage, masks: [StructureMap]) -> CaseScore {
        let film = Film(image)
        let query = QueryImage(film, parameters: set.parameters.preparation)
        let asItIs = score(query, masks: masks)
        guard let estimator = classifier as? any ConsensusEstimating, let quality = asItIs.evidence?.quality else {
            return asItIs
        }
        let search = PoseSearch(set: set)
        let found = pose(of: film, query, quality: quality, estimator, search)
        var (result, correction) = (asItIs, found.correction)
        if let pose = found.pose {
            let posed = QueryImage(film, pose: pose, parameters: set.parameters.preparation)
            result = score(posed, masks: masks)
            correction = search.fit(posed, estimator).correction
        }
        if found.mayBeMirrored {
            result.reliability = Reliability(result.evidence, statistics: set.statistics, mayBeMirrored: true)
        }
        if let closer = search.moved(result.pose, by: correction, quality: result.evidence?.quality ?? quality) {
            let moved = QueryImage(film, pose: closer, parameters: set.parameters.preparation)
            take(score(moved, masks: masks), inPlaceOf: &result, margin: PoseSearch.correctionMargin)
        }
        if let blankShare = result.evidence?.blankShare, blankShare > Self.noticeableBlankShare, film.hasBlankAreas {
            let whole = QueryImage(Film(whole: image), in: result.pose, parameters: set.parameters.preparation)
            take(score(whole, masks: masks), inPlaceOf: &result, margin: Self.wholeMargin)
        }
        return result
    }

    /// From this share of the chest on, what shows nothing may be part of the picture: lungs as black as the image gets.
    /// Such an image is tried whole, and stays so where it fits better by a margin. On perturbed references this is so of
    /// films whose contrast was cut off, and of none with a box or burnt-in text.
    private static let noticeableBlankShare: Float = 0.02
    private static let wholeMargin: Float = 0.005

    /// Takes a second look at an image where it fits better by a margin. The better of two looks fits better by chance,
    /// too, so that it is believed no more than the first.
    private func take(_ second: CaseScore, inPlaceOf first: inout CaseScore, margin: Float) {
        guard let before = first.evidence?.quality, let after = second.evidence?.quality, after > before + margin else {
            return
        }
        var taken = second
        if first.reliability.figure < second.reliability.figure { taken.reliability = first.reliability }
        first = taken
    }

    /// The pose to score the image in instead of as it is, or nil: without its margins where that fits better; the
    /// cheap test for a mirrored film always, the search only where the image looks odd. Where registering takes the
    /// image as it is. And whether it stays open if the film is mirrored.
    private func pose(
        of film: Film, _ query: QueryImage, quality: Float, _ estimator: any ConsensusEstimating, _ search: PoseSearch
    ) -> (pose: Pose?, correction: AffineMap, mayBeMirrored: Bool) {
        let trimmed = search.withoutMargins(film, query, classifier: estimator)
        let (start, quality) = trimmed ?? (query, quality)
        let fit = search.fit(start, estimator)
        var pose = trimmed?.query.pose
        let mirroring: PoseSearch.Mirroring
        if PoseSuspicion(set: set).isSuspicious(start, quality: quality),
            let found = search.pose(of: film, quality: quality, classifier: estimator)
        {
            pose = found
            mirroring = search.mirroring(of: film, in: found, classifier: estimator)
        } else {
            mirroring = search.mirroring(of: start, fit: fit.correlation, quality: quality, classifier: estimator)
        }
        switch mirroring {
        case .asItIs: return (pose, fit.correction, false)
        case .mirrored(let mirrored): return (mirrored, fit.correction, false)
        case .undecided: return (pose, fit.correction, true)
        }
    }

    /// Scores the masks of an image that was prepared already, as it is.
    public func score(_ query: QueryImage, masks: [StructureMap]) -> CaseScore {
        precondition(
            masks.allSatisfy { $0.structureCount == set.structures.count }, "masks read with other structures")
        classifier.train(on: query, masks: masks)
        let chosen = selection.select(query, from: set) { classifier.fit(to: set.references[$0], at: $0) }
        let cells = set.parameters.labelGridSize * set.parameters.labelGridSize
        while predicted.count < masks.count { predicted.append(Array(repeating: 0, count: cells)) }
        predicted.removeLast(predicted.count - masks.count)
        var details = [[[Float?]]](repeating: [], count: masks.count)
        var outlines = surfaces.map { SurfaceScoring($0, query, masks: masks, set: set) }
        for index in chosen.selected {
            let reference = set.references[index]
            classifier.classify(reference, at: index, into: &predicted)
            for (position, mask) in masks.enumerated() {
                details[position].append(dice(mask, predicted[position], reference))
                outlines?.add(predicted[position], of: position, on: reference)
            }
        }
        let consensus = consensus(masks, query)
        let scores = masks.indices.map { position in
            let (mask, details) = (masks[position], details[position])
            return MaskScore(
                dice: details.compactMap(Dice.mean).max(),
                structures: set.structures.indices.map { structure in
                    StructureScore(
                        zip(chosen.selected, details).map { ($0, $1[structure]) },
                        consensus: consensus?[position][structure])
                },
                details: details, isEmpty: mask.isEmpty, surfaces: outlines?.scores(of: position) ?? [])
        }
        let evidence = (classifier as? any ConsensusEstimating).map { RegistrationEvidence($0) }
        return CaseScore(
            masks: scores, selected: chosen.selected, excluded: chosen.excluded, pose: query.pose,
            isWhole: query.isWhole, evidence: evidence, reliability: Reliability(evidence, statistics: set.statistics))
    }

    /// Each mask's Dice with the consensus, a structure at a time, or nil where the classifier has none.
    private func consensus(_ masks: [StructureMap], _ query: QueryImage) -> [[Float?]]? {
        guard let estimator = classifier as? any ConsensusEstimating, !masks.isEmpty else { return nil }
        let gridSize = set.parameters.labelGridSize
        var vote = [UInt8](repeating: 0, count: gridSize * gridSize)
        estimator.consensus(into: &vote)
        return masks.map { mask in
            let drawn = mask.sampled(gridSize: gridSize, frameToImage: query.frameToImage)
            return Dice.coefficients(drawn, vote, structureCount: set.structures.count)
        }
    }

    /// Each structure's Dice; 0 where the mask has it and the reference has not, even if the warp left nothing.
    private func dice(_ mask: StructureMap, _ predicted: [UInt8], _ reference: Reference) -> [Float?] {
        set.structures.indices.map { position in
            let counts = LabelOverlap.count(predicted, reference.labels, label: UInt8(position + 1))
            let truth = reference.structureSizes[position]
            if counts.predicted + truth == 0, mask.isPresent[position] { return 0 }
            return Dice.coefficient(first: counts.predicted, second: truth, both: counts.both)
        }
    }
}

/// The scores of all masks of one image.
public struct CaseScore: Sendable, Equatable {
    public let masks: [MaskScore]
    /// Positions in the set of the references used, most similar first.
    public let selected: [Int]
    /// References left out because they are the query's own film.
    public let excluded: [Int]
    /// What was undone before the image was compared with the references.
    public let pose: Pose
    /// Whether blank areas of the image were taken for picture.
    package let isWhole: Bool
    /// How well the image was brought onto the references; nil where the classifier does not register.
    public let evidence: RegistrationEvidence?
    /// Whether the scores can be believed.
    public internal(set) var reliability: Reliability
}
