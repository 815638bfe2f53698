import Imaging
import Registration

/// Which way round a radiograph lies in its frame.
///
/// Little but the heart tells left from right, so that poor images fit mirrored by chance. Margins chosen on the 198
/// JSRT references, each against the others, unchanged and perturbed up to another hospital's images: of 1,188 upright
/// ones 2 are called mirrored, and of as many mirrored ones 90 % are.
package struct Mirroring {
    /// How much better the mirrored frame must fit on all references to be taken.
    static let margin: Float = 0.015
    /// From here on it stays open, if the short registration fits better by ``clearMargin``, too.
    static let openMargin: Float = 0.005
    static let clearMargin: Float = 0.03

    /// Orientation and framing, the right way round.
    package let pose: PresentationState
    /// Whether the other way round may be the right one.
    package let isOpen: Bool
}

extension CaseScorer where Classifier: RegisteringClassifier {
    /// Compares a frame both ways round: by the networks that see the sides of the body where the set has some, else
    /// by registration.
    ///
    /// - Parameters:
    ///   - query: the radiograph in the frame, either way round.
    ///   - known: positions of the references that show the image itself.
    ///   - fit: the short registration's correlation on `query`, where it is known.
    ///   - quality: ``RegistrationEvidence/quality`` of `query` on all references, where it is known.
    package func mirroring(
        of query: QueryImage, known: [Int] = [], fit: Float? = nil, quality: Float? = nil, _ search: PoseSearch
    ) -> Mirroring {
        let pair = MirroredPair(query, fit: fit, quality: quality)
        if let laterality, let model = laterality.model,
            let mirroring = mirroring(of: pair, known: known, laterality, model)
        {
            return mirroring
        }
        return mirroring(of: pair, search)
    }

    /// By a short registration, and where that fits better mirrored, on all references.
    ///
    /// A mirrored frame that does not fit either is no better known to be mirrored than upright, and is not taken.
    private func mirroring(of pair: MirroredPair, _ search: PoseSearch) -> Mirroring {
        func correlation(_ query: QueryImage) -> Float {
            search.fit(classifier.train(on: query, masks: [])).correlation
        }
        let gain =
            (pair.mirrored.fit ?? correlation(pair.mirrored.query)) - (pair.plain.fit ?? correlation(pair.plain.query))
        guard gain > 0 else { return Mirroring(pose: pair.plain.query.pose, isOpen: false) }
        let before = pair.plain.quality ?? fullQuality(pair.plain.query)
        let after = pair.mirrored.quality ?? fullQuality(pair.mirrored.query)
        let worst = set.statistics?.quality.value(atDistance: Reliability.doubtfulQuality) ?? 0
        guard after >= worst else { return Mirroring(pose: pair.plain.query.pose, isOpen: false) }
        if after > before + Mirroring.margin { return Mirroring(pose: pair.mirrored.query.pose, isOpen: false) }
        let isOpen = after > before + Mirroring.openMargin && gain > Mirroring.clearMargin
        return Mirroring(pose: pair.plain.query.pose, isOpen: isOpen)
    }

    /// By the networks, which see the heart, the aortic arch and the diaphragm; one of them suffices for most images.
    ///
    /// - Returns: nil where every network has seen the image.
    private func mirroring(
        of pair: MirroredPair, known: [Int], _ laterality: LateralityOpinion, _ model: LateralityModel
    ) -> Mirroring? {
        let plain = Mirroring(pose: pair.plain.query.pose, isOpen: false)
        guard let glance = laterality.glance(pair.plain.query, known: known) else { return nil }
        if model.evidence(uprightness: glance) < LateralityModel.clearlyUpright { return plain }
        guard let uprightness = laterality.uprightness(pair.plain.query, known: known) else { return nil }
        let evidence = model.evidence(uprightness: uprightness)
        if evidence > LateralityModel.leastEvidence { return Mirroring(pose: pair.mirrored.query.pose, isOpen: false) }
        return Mirroring(pose: pair.plain.query.pose, isOpen: evidence > 0)
    }

    private func fullQuality(_ query: QueryImage) -> Float {
        let trained = classifier.train(on: query, masks: [])
        _ = label(query, masks: [], by: trained) { _ in [] }
        return RegistrationEvidence.quality(trained.similarities)
    }
}

/// A radiograph in a frame both ways round, with what is known of either already.
private struct MirroredPair {
    struct Side {
        let query: QueryImage
        var fit: Float?
        var quality: Float?
    }

    let plain: Side
    let mirrored: Side

    init(_ query: QueryImage, fit: Float?, quality: Float?) {
        let known = Side(query: query, fit: fit, quality: quality)
        let other = Side(query: query.mirrored)
        (plain, mirrored) = query.pose.orientation.isTurnedOver ? (other, known) : (known, other)
    }
}
