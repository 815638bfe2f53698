import Imaging
import Registration

/// Finds out how a film lies in its image: from a coarse grid of poses to a few that are registered in earnest.
///
/// Only for images that do not fit as they are: an unconditional search does harm, since among thousands of poses
/// one always fits a little better by chance. A pose is taken only where it fits better by a margin.
struct PoseSearch {
    /// How much better a pose must fit than the image as it is, and more where black and white are exchanged or
    /// the film is turned or mirrored: such a film is rare.
    static let margin: Float = 0.03
    static let rareMargin: Float = 0.04
    /// Side of the picture that candidates are sampled from.
    static let workingSide = 128
    /// References of the second and third stage, and poses of the third.
    static let trialReferences = 8
    static let finalReferences = 5
    static let finalists = 3

    let set: ReferenceSet

    /// The pose to take instead of the image as it is, or nil.
    ///
    /// - Parameters:
    ///   - quality: ``RegistrationEvidence/quality`` of the image as it is.
    ///   - classifier: trained anew for each candidate; the caller trains it again afterwards.
    func pose(of image: GrayscaleImage, quality: Float, classifier: any ConsensusEstimating) -> Pose? {
        let parameters = set.parameters.preparation
        let working = Self.working(image)
        let whole = image.resampled(width: ThumbnailIndex.side, height: ThumbnailIndex.side)
        var rectangles = [Pose.Rectangle.whole]
        let content = ContentRectangle.find(in: working.resampled(width: 64, height: 64))
        if content != .whole { rectangles.append(content) }
        let candidates = PoseCandidates.best(
            picture: HistogramEqualization.equalized(whole).pixels, mean: set.thumbnails.mean, rectangles: rectangles,
            width: image.width, height: image.height)
        let trials = candidates.map { candidate in
            (pose: candidate.pose, fit: fit(candidate.pose, working, image, classifier))
        }
        var best: (pose: Pose, quality: Float)?
        for trial in trials.sorted(by: { $0.fit > $1.fit }).prefix(Self.finalists) {
            let query = QueryImage(working, pose: trial.pose, of: image, parameters: parameters)
            let found = self.quality(query, classifier)
            if found > (best?.quality ?? -1) { best = (trial.pose, found) }
        }
        guard let best else { return nil }
        let isRare = best.pose.orientation != .upright || best.pose.isInverted || best.pose.rotation != 0
        return best.quality > quality + (isRare ? Self.rareMargin : Self.margin) ? best.pose : nil
    }

    /// The image at a size that candidates can be sampled from quickly, at 16 bits.
    static func working(_ image: GrayscaleImage) -> GrayscaleImage {
        let small = image.resampled(width: workingSide, height: workingSide)
        return GrayscaleImage(
            width: workingSide, height: workingSide,
            samples: .sixteenBit(small.pixels.map { UInt16(min(max($0, 0), 1) * 65535) }))
    }

    /// The mean correlation with the best few references after a short affine registration.
    private func fit(
        _ pose: Pose, _ working: GrayscaleImage, _ image: GrayscaleImage, _ classifier: any ConsensusEstimating
    ) -> Float {
        let size = set.parameters.preparation.size
        let query = QueryImage(working, pose: pose, of: image, parameters: set.parameters.preparation)
        classifier.train(on: query, masks: [])
        let correlations = set.thumbnails.correlations(with: query.prepared.equalized.pixels, size: size)
        let nearest = correlations.indices.sorted { (correlations[$0], $1) > (correlations[$1], $0) }
            .prefix(Self.trialReferences)
        let fits = nearest.map { classifier.fit(to: set.references[$0], at: $0) }.sorted(by: >)
        let counted = fits.prefix(Self.trialReferences / 2)
        return counted.isEmpty ? -1 : counted.reduce(0, +) / Float(counted.count)
    }

    /// ``RegistrationEvidence/quality`` on a few references.
    private func quality(_ query: QueryImage, _ classifier: any ConsensusEstimating) -> Float {
        classifier.train(on: query, masks: [])
        let selection = ReferenceSelection(measure: .registeredCorrelation, count: Self.finalReferences)
        let chosen = selection.select(query, from: set) { classifier.fit(to: set.references[$0], at: $0) }
        var nothing: [[UInt8]] = []
        for index in chosen.selected { classifier.classify(set.references[index], at: index, into: &nothing) }
        return RegistrationEvidence(classifier.similarities).quality
    }
}
