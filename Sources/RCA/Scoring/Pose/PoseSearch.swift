import Imaging
import Registration

/// Finds orientation and framing of a radiograph: from a coarse grid of poses to a few that are registered in earnest.
///
/// Only for images that do not fit as they are: an unconditional search does harm, since among thousands of poses
/// one always fits a little better by chance. A pose is taken only where it fits better by a margin.
package struct PoseSearch {
    /// How much better a pose must fit than the image as it is, and more where black and white are exchanged or
    /// the radiograph is turned or mirrored: such a radiograph is rare.
    static let margin: Float = 0.03
    static let rareMargin: Float = 0.04
    /// A radiograph that is mirrored and nothing else fits almost as well unmirrored: on the JSRT references, mirroring
    /// costs 0.013 at the least.
    static let mirrorMargin: Float = 0.01
    /// Side of the picture that candidates are sampled from.
    static let workingSide = 128
    /// References of the second and third stage, and poses of the third.
    static let trialReferences = 8
    static let finalReferences = 5
    static let finalists = 3

    let set: ReferenceSet
    /// Trained anew for each candidate.
    private let classifier: any RegisteringClassifier
    /// References that show the radiograph itself, which would fit best where it lies exactly as they do.
    private let known: [Int]

    package init(set: ReferenceSet, classifier: any RegisteringClassifier, known: [Int] = []) {
        self.set = set
        self.classifier = classifier
        self.known = known
    }

    /// The pose to take instead of the image as it is, or nil.
    ///
    /// - Parameters:
    ///   - quality: ``RegistrationEvidence/quality`` of the image as it is.
    ///   - sight: what the networks see, which settles orientation and polarity where it is clear and the radiograph fits
    ///     so, and is one more pose to try where not; nil without networks.
    package func pose(of radiograph: Radiograph, quality: Float, sight: ChestSight? = nil) -> PresentationState? {
        let parameters = set.parameters.preparation
        let working = radiograph.reduced(width: Self.workingSide, height: Self.workingSide)
        var rectangles = [PresentationState.Rectangle.whole]
        let content = ContentRectangle.find(in: working.picture.resampled(width: 64, height: 64))
        if content != .whole { rectangles.append(content) }
        typealias Trial = (pose: PresentationState, fit: (correlation: Float, correction: AffineMap))
        func trial(_ pose: PresentationState) -> Trial {
            (pose, fit(classifier.train(on: QueryImage(working, pose: pose, parameters: parameters), masks: [])))
        }
        func finished(_ trial: Trial) -> Found {
            var pose = trial.pose
            pose.correction = trial.fit.correction
            return (pose, self.quality(QueryImage(working, pose: pose, parameters: parameters)).quality)
        }
        func best(lying seen: ChestSight?) -> Found? {
            let candidates = PoseCandidates.best(
                of: working, mean: set.thumbnails.mean, rectangles: rectangles, lying: seen)
            let starts = (seen == nil ? [.mirrored] : []) + (sight.map { rectangles.map($0.pose(of:)) } ?? [])
            let finals = (starts + candidates.map(\.pose)).map(trial)
                .sorted { $0.fit.correlation > $1.fit.correlation }.prefix(Self.finalists).map(finished)
            return finals.max { $0.quality < $1.quality }
        }
        let clear = sight.flatMap { $0.isClear ? $0 : nil }
        let seen = clear.flatMap(best)
        // What lies otherwise than upright to the networks is laid down so, however little better it fits.
        func asSeen(_ seen: Found) -> PresentationState? {
            clear?.isUpright == true ? pose(seen, insteadOf: quality) : seen.pose
        }
        // If a chest lies far askew, they may clearly see it in a wrong orientation; but there it does not fit.
        if let seen, fits(seen.quality) { return asSeen(seen) }
        guard var found = best(lying: nil) else { return nil }
        if found.pose.orientation.isTurnedOver {
            // On part of a radiograph a mirrored chest can fit a little better by chance than the same part unmirrored.
            var pose = found.pose
            pose.orientation = pose.orientation.turnedOver
            pose.correction = .identity
            let unmirrored = finished(trial(pose))
            if unmirrored.quality > found.quality - Self.mirrorMargin { found = unmirrored }
        }
        if let seen, max(found.quality, quality) < seen.quality + Self.rareMargin { return asSeen(seen) }
        return pose(found, insteadOf: quality)
    }

    /// A pose, and ``RegistrationEvidence/quality`` of the image in it.
    private typealias Found = (pose: PresentationState, quality: Float)

    /// The pose where it fits better by its margin than the image as it is, or nil.
    private func pose(_ found: Found, insteadOf quality: Float) -> PresentationState? {
        found.quality > quality + Self.margin(found.pose) ? found.pose : nil
    }

    /// Whether an image fits the references about as well as they fit each other.
    private func fits(_ quality: Float) -> Bool {
        set.statistics.map { $0.quality.distanceBelow(quality) <= Reliability.suspiciousDistance } ?? false
    }

    private static func margin(_ pose: PresentationState) -> Float {
        var plain = pose
        plain.correction = .identity
        if plain == .mirrored { return mirrorMargin }
        return pose.orientation != .upright || pose.isInverted || pose.rotation != 0 ? rareMargin : margin
    }

    /// The radiograph without its blank margins, where they frame it and it fits better so.
    ///
    /// A margin at one side alone is left to the search: there a part of the radiograph is more likely to be missing
    /// than the frame to be too large, and to stretch the rest over it does harm.
    func withoutMargins(
        _ radiograph: Radiograph, _ query: QueryImage
    ) -> (registration: any TrainedRegistration, quality: Float)? {
        guard radiograph.content.isFramed else { return nil }
        var pose = PresentationState()
        pose.rectangle = radiograph.content
        let trimmed = QueryImage(radiograph, pose: pose, parameters: set.parameters.preparation)
        let whole = self.quality(query)
        let found = self.quality(trimmed)
        return found.quality > whole.quality ? (found.registration, found.quality) : nil
    }

    /// The mean correlation with the best few references after a short affine registration, and the mean of
    /// their affine maps.
    ///
    /// - Parameter trained: to the image; fits that it has already are not made again.
    func fit(_ trained: any TrainedRegistration) -> (correlation: Float, correction: AffineMap) {
        let size = set.parameters.preparation.size
        let correlations = set.thumbnails.correlations(
            with: trained.query.prepared.equalized.pixels, size: size)
        let candidates = correlations.indices.filter { !known.contains($0) }
        let nearest = ReferenceSelection.best(Self.trialReferences, of: candidates) { correlations[$0] }
        let fits = nearest.map { (index: $0, correlation: trained.fit(to: set.references[$0], at: $0)) }
            .sorted { $0.correlation > $1.correlation }.prefix(max(1, Self.trialReferences / 2))
        guard !fits.isEmpty else { return (-1, .identity) }
        return (
            fits.reduce(0) { $0 + $1.correlation } / Float(fits.count),
            AffineMap.mean(fits.compactMap { trained.affineFit(at: $0.index) })
        )
    }

    /// ``RegistrationEvidence/quality`` on a few references, and the registration to them.
    func quality(_ query: QueryImage) -> (registration: any TrainedRegistration, quality: Float) {
        let trained = classifier.train(on: query, masks: [])
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: Self.finalReferences)
        let chosen = selection.select(query, from: set, known: known) { trained.fit(to: set.references[$0], at: $0) }
        var nothing: [[UInt8]] = []
        for index in chosen.selected { trained.classify(set.references[index], at: index, into: &nothing) }
        return (trained, RegistrationEvidence.quality(trained.similarities))
    }
}
