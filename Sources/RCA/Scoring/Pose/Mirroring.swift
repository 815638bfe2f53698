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
        if let laterality, let model = laterality.model,
            let mirroring = mirroring(of: query, known: known, laterality, model)
        {
            return mirroring
        }
        return mirroring(of: query, fit: fit, quality: quality, search)
    }

    /// By a short registration, and where that fits better mirrored, on all references.
    ///
    /// A mirrored frame that does not fit either is no better known to be mirrored than upright, and is not taken.
    private func mirroring(of query: QueryImage, fit: Float?, quality: Float?, _ search: PoseSearch) -> Mirroring {
        let isTurnedOver = query.pose.orientation.isTurnedOver
        let (plain, mirrored) = isTurnedOver ? (query.mirrored, query) : (query, query.mirrored)
        func correlation(_ query: QueryImage) -> Float {
            search.fit(classifier.train(on: query, masks: [])).correlation
        }
        let plainFit = isTurnedOver ? nil : fit
        let mirroredFit = isTurnedOver ? fit : nil
        let gain = (mirroredFit ?? correlation(mirrored)) - (plainFit ?? correlation(plain))
        guard gain > 0 else { return Mirroring(pose: plain.pose, isOpen: false) }
        func fullQuality(_ query: QueryImage) -> Float {
            let trained = classifier.train(on: query, masks: [])
            _ = label(query, masks: [], by: trained) { _ in [] }
            return RegistrationEvidence.quality(trained.similarities)
        }
        let before = (isTurnedOver ? nil : quality) ?? fullQuality(plain)
        let after = (isTurnedOver ? quality : nil) ?? fullQuality(mirrored)
        let worst = set.statistics?.quality.value(atDistance: Reliability.doubtfulQuality) ?? 0
        guard after >= worst else { return Mirroring(pose: plain.pose, isOpen: false) }
        if after > before + Mirroring.margin { return Mirroring(pose: mirrored.pose, isOpen: false) }
        let isOpen = after > before + Mirroring.openMargin && gain > Mirroring.clearMargin
        return Mirroring(pose: plain.pose, isOpen: isOpen)
    }

    /// By the networks, which see the heart, the aortic arch and the diaphragm; one of them suffices for most images.
    ///
    /// - Returns: nil where every network has seen the image.
    private func mirroring(
        of query: QueryImage, known: [Int], _ laterality: LateralityOpinion, _ model: LateralityModel
    ) -> Mirroring? {
        let plain = query.pose.orientation.isTurnedOver ? query.mirrored : query
        guard let glance = laterality.glance(plain, known: known) else { return nil }
        if model.evidence(uprightness: glance) < LateralityModel.clearlyUpright {
            return Mirroring(pose: plain.pose, isOpen: false)
        }
        guard let uprightness = laterality.uprightness(plain, known: known) else { return nil }
        let evidence = model.evidence(uprightness: uprightness)
        if evidence > LateralityModel.leastEvidence {
            return Mirroring(pose: plain.pose.turnedOver, isOpen: false)
        }
        return Mirroring(pose: plain.pose, isOpen: evidence > 0)
    }
}
