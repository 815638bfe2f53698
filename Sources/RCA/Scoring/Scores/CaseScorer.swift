public import Imaging

/// Scores the masks of one image after another against a reference set.
///
/// Holds scratch memory: one instance a worker. A case's result depends on the case and the set alone.
public final class CaseScorer {
    /// What the classifier can do is known from its type.
    private enum Classifier {
        case registering(any RegisteringClassifier)
        case other(any ReverseClassifier)
    }

    private let set: ReferenceSet
    private let selection: ReferenceSelection
    private let classifier: Classifier
    private var predicted: [[UInt8]] = []
    /// Measure outlines too, and how; nil, which costs nothing, for not.
    public var surfaces: SurfaceSettings?

    /// - Parameter classifier: the reverse classifier, one that registers.
    public init(set: ReferenceSet, selection: ReferenceSelection, classifier: any RegisteringClassifier) {
        self.set = set
        self.selection = selection
        self.classifier = .registering(classifier)
    }

    /// With the single-atlas classifier.
    public convenience init(set: ReferenceSet, selection: ReferenceSelection) {
        self.init(
            set: set, selection: selection,
            classifier: SingleAtlasClassifier(parameters: set.parameters, structureCount: set.structures.count))
    }

    /// - Parameter classifier: one that does not register: images are scored as they are, there is no consensus, and
    ///   every case is doubtful.
    public init(set: ReferenceSet, selection: ReferenceSelection, classifier: any ReverseClassifier) {
        self.set = set
        self.selection = selection
        self.classifier = .other(classifier)
    }

    /// Scores the masks of an image, after finding out how the film lies in it where it does not fit as it is.
    ///
    /// - Parameters:
    ///   - image: the image that the masks belong to.
    ///   - masks: predicted masks of that image, read with the set's structures.
    /// - Returns: one score a mask, in order, and what they were made with.
    public func score(_ image: GrayscaleImage, masks: [StructureMap]) -> CaseScore {
        switch classifier {
        case .registering(let classifier): registered(image, masks: masks, classifier).score
        case .other: score(QueryImage(Film(image), parameters: set.parameters.preparation), masks: masks)
        }
    }

    /// Scores the masks of an image that was prepared already, as it is.
    public func score(_ query: QueryImage, masks: [StructureMap]) -> CaseScore {
        switch classifier {
        case .registering(let classifier): return score(query, masks: masks, classifier).score
        case .other(let classifier):
            let trained = classifier.train(on: query, masks: masks)
            return score(query, masks: masks, by: trained, registration: nil)
        }
    }

    /// A score and the registration that it was made with.
    package struct Registered {
        package var score: CaseScore
        package var registration: any TrainedRegistration
    }

    /// The same as ``score(_:masks:)``, with the registration that the score was made with in the end; nil where the
    /// classifier does not register.
    package func registered(_ image: GrayscaleImage, masks: [StructureMap]) -> Registered? {
        guard case .registering(let classifier) = classifier else { return nil }
        return registered(image, masks: masks, classifier)
    }

    private func registered(
        _ image: GrayscaleImage, masks: [StructureMap], _ classifier: any RegisteringClassifier
    ) -> Registered {
        let film = Film(image)
        let parameters = set.parameters.preparation
        let asItIs = score(QueryImage(film, parameters: parameters), masks: masks, classifier)
        let quality = asItIs.score.evidence?.quality ?? 0
        let search = PoseSearch(set: set, classifier: classifier)
        let found = pose(of: film, asItIs.registration, quality: quality, search)
        var (result, correction) = (asItIs, found.correction)
        if let pose = found.pose {
            result = score(QueryImage(film, pose: pose, parameters: parameters), masks: masks, classifier)
            correction = search.fit(result.registration).correction
        }
        if found.mayBeMirrored {
            result.score.reliability = Reliability(
                result.score.evidence, statistics: set.statistics, outlook: result.score.outlook, mayBeMirrored: true)
        }
        if let closer = search.moved(
            result.score.pose, by: correction, quality: result.score.evidence?.quality ?? quality)
        {
            let moved = QueryImage(film, pose: closer, parameters: parameters)
            take(
                score(moved, masks: masks, classifier), inPlaceOf: &result, margin: PoseSearch.correctionMargin)
        }
        if let blankShare = result.score.evidence?.blankShare, blankShare > Self.noticeableBlankShare,
            film.hasBlankAreas
        {
            let whole = QueryImage(Film(whole: image), in: result.score.pose, parameters: parameters)
            take(score(whole, masks: masks, classifier), inPlaceOf: &result, margin: Self.wholeMargin)
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
    private func take(_ second: Registered, inPlaceOf first: inout Registered, margin: Float) {
        guard let before = first.score.evidence?.quality, let after = second.score.evidence?.quality,
            after > before + margin
        else { return }
        var taken = second
        if first.score.reliability.figure < second.score.reliability.figure {
            taken.score.reliability = first.score.reliability
        }
        first = taken
    }

    /// The pose to score the image in instead of as it is, or nil: without its margins where that fits better; the
    /// cheap test for a mirrored film always, the search only where the image looks odd. Where registering takes the
    /// image as it is. And whether it stays open if the film is mirrored.
    private func pose(
        of film: Film, _ asItIs: any TrainedRegistration, quality: Float, _ search: PoseSearch
    ) -> (pose: Pose?, correction: AffineMap, mayBeMirrored: Bool) {
        let trimmed = search.withoutMargins(film, asItIs.query)
        let (start, quality) = trimmed ?? (asItIs, quality)
        let fit = search.fit(start)
        var pose = trimmed?.registration.query.pose
        let mirroring: PoseSearch.Mirroring
        if PoseSuspicion(set: set).isSuspicious(start.query, quality: quality),
            let found = search.pose(of: film, quality: quality)
        {
            pose = found
            mirroring = search.mirroring(of: film, in: found)
        } else {
            mirroring = search.mirroring(of: start.query, fit: fit.correlation, quality: quality)
        }
        switch mirroring {
        case .asItIs: return (pose, fit.correction, false)
        case .mirrored(let mirrored): return (mirrored, fit.correction, false)
        case .undecided: return (pose, fit.correction, true)
        }
    }

    private func score(
        _ query: QueryImage, masks: [StructureMap], _ classifier: any RegisteringClassifier
    ) -> Registered {
        let trained = classifier.train(on: query, masks: masks)
        return Registered(
            score: score(query, masks: masks, by: trained, registration: trained), registration: trained)
    }

    private func score(
        _ query: QueryImage, masks: [StructureMap], by trained: any TrainedClassifier,
        registration: (any TrainedRegistration)?
    ) -> CaseScore {
        precondition(
            masks.allSatisfy { $0.structureCount == set.structures.count }, "masks read with other structures")
        let chosen = selection.select(query, from: set) { trained.fit(to: set.references[$0], at: $0) }
        let cells = set.parameters.labelGridSize * set.parameters.labelGridSize
        while predicted.count < masks.count { predicted.append(Array(repeating: 0, count: cells)) }
        predicted.removeLast(predicted.count - masks.count)
        var details = [[[Float?]]](repeating: [], count: masks.count)
        var outlines = surfaces.map { SurfaceScoring($0, query, masks: masks, set: set) }
        let areas = masks.map { WholeMask($0, query: query, parameters: set.parameters) }
        for index in chosen.selected {
            let reference = set.references[index]
            trained.classify(reference, at: index, into: &predicted)
            for (position, mask) in masks.enumerated() {
                let beyond = areas[position].carriedBeyond(registration)
                details[position].append(dice(mask, predicted[position], reference, beyond: beyond))
                outlines?.add(predicted[position], of: position, on: reference)
            }
        }
        let consensus = registration.flatMap { self.consensus(masks, areas, query, $0) }
        let posterior = masks.isEmpty && !wantsPosterior ? nil : trained.posterior(set)
        var scores: [MaskScore] = []
        for (position, mask) in masks.enumerated() {
            let details = details[position]
            let expectation = posterior.map { Expectation(areas[position].areas, $0, errors: set.calibration?.errors) }
            let structures = set.structures.indices.map { structure in
                StructureScore(
                    zip(chosen.selected, details).map { (reference: $0, dice: $1[structure]) },
                    consensus: consensus?[position][structure], expected: expectation?.structures[structure])
            }
            scores.append(
                MaskScore(
                    dice: details.compactMap { Dice.mean($0) }.max(), structures: structures, details: details,
                    expected: expectation?.mean, isEmpty: mask.isEmpty, surfaces: outlines?.scores(of: position) ?? []))
        }
        let evidence = registration.map { RegistrationEvidence($0) }
        let outlook = posterior.flatMap { posterior in set.calibration?.errors.outlook(doubt: posterior.doubt) }
        return CaseScore(
            masks: scores, selected: chosen.selected, excluded: chosen.excluded, pose: query.pose,
            isWhole: query.isWhole, evidence: evidence, posterior: posterior,
            outlook: outlook, reliability: Reliability(evidence, statistics: set.statistics, outlook: outlook))
    }

    /// Whether the posterior, and what follows from it, is asked for where there is no mask to score.
    package var wantsPosterior = false

    /// Each mask's Dice with the consensus, a structure at a time. What a mask has outside the frame counts.
    private func consensus(
        _ masks: [StructureMap], _ areas: [WholeMask], _ query: QueryImage, _ registration: any TrainedRegistration
    ) -> [[Float?]]? {
        guard !masks.isEmpty else { return nil }
        let gridSize = set.parameters.labelGridSize
        var vote = [UInt8](repeating: 0, count: gridSize * gridSize)
        registration.consensus(into: &vote)
        return zip(masks, areas).map { mask, areas in
            let drawn = mask.sampled(gridSize: gridSize, frameToImage: query.frameToImage)
            return Dice.coefficients(drawn, vote, firstBeyond: areas.outside)
        }
    }

    /// Each structure's Dice; 0 where the mask has it and the reference has not, even if the warp left nothing.
    ///
    /// - Parameter beyond: what the warp took beyond the reference's frame, in pixels of the label grid.
    private func dice(
        _ mask: StructureMap, _ predicted: [UInt8], _ reference: Reference, beyond: [Float]
    ) -> [Float?] {
        set.structures.indices.map { position in
            let counts = LabelOverlap.count(predicted, reference.labels, label: UInt8(position + 1))
            let truth = reference.structureSizes[position]
            if counts.predicted + truth == 0, mask.isPresent[position] { return 0 }
            return Dice.coefficient(
                first: counts.predicted, second: truth, both: counts.both, firstBeyond: beyond[position])
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
    /// What the references think of the truth; nil where the classifier has no posterior, or there was no mask to score.
    package let posterior: TruthPosterior?
    /// How far the masks' ``MaskScore/expected`` may be off; nil where it is not known.
    public let outlook: Reliability.Outlook?
    /// Whether the scores can be believed.
    public internal(set) var reliability: Reliability
}
