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
    /// Compares a frame both ways round: by a short registration, and where that fits better mirrored, on all
    /// references.
    ///
    /// A mirrored frame that does not fit either is no better known to be mirrored than upright, and is not taken.
    ///
    /// - Parameters:
    ///   - query: the radiograph in the frame, either way round.
    ///   - fit: the short registration's correlation on `query`, where it is known.
    ///   - quality: ``RegistrationEvidence/quality`` of `query` on all references, where it is known.
    package func mirroring(
        of query: QueryImage, fit: Float? = nil, quality: Float? = nil, _ search: PoseSearch
    ) -> Mirroring {
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
}
