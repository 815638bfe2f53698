import Imaging

/// What was found out about how a radiograph lies.
struct FoundPose {
    /// To score the image in instead of as it is, or nil.
    let pose: PresentationState?
    /// Where registering takes the image as it is.
    let correction: AffineMap
    /// Whether it stays open if the radiograph is mirrored.
    let mayBeMirrored: Bool
    /// What the networks see from every side; nil where they were not asked.
    let sight: ChestSight?
}

extension CaseScorer where Classifier: RegisteringClassifier {
    /// The pose to score the image in: without its margins where that fits better; from the search only where the image
    /// looks odd, in the orientation that the networks see, where it is clear to them; and the right way round, which is
    /// always tested.
    func pose(
        of radiograph: Radiograph, _ unmodified: any TrainedRegistration, known: [Int], quality: Float,
        _ search: PoseSearch
    ) -> FoundPose {
        let trimmed = search.withoutMargins(radiograph, unmodified.query)
        let start = trimmed?.registration ?? unmodified
        let startQuality = trimmed?.quality ?? quality
        let fit = search.fit(start)
        let isSuspicious = PoseSuspicion(set: set).isSuspicious(start.query, quality: startQuality)
        let sight = isSuspicious ? laterality?.sight(of: radiograph, known: known) : nil
        let mirroring: Mirroring
        if isSuspicious, let found = search.pose(of: radiograph, quality: startQuality, sight: sight) {
            let query = QueryImage(radiograph, pose: found, parameters: set.parameters.preparation)
            mirroring = self.mirroring(of: query, known: known, search)
        } else {
            mirroring = self.mirroring(
                of: start.query, known: known, fit: fit.correlation, quality: trimmed == nil ? quality : nil, search)
        }
        return FoundPose(
            pose: mirroring.pose == .identity ? nil : mirroring.pose, correction: fit.correction,
            mayBeMirrored: mirroring.isOpen, sight: sight)
    }

    /// The verdict on an image that fits poorly, in the light of what the networks see from every side.
    ///
    /// - Parameters:
    ///   - query: the radiograph in the frame that was found.
    ///   - sight: nil where they were not asked before.
    /// - Returns: whether they see a chest from the front; false where the verdict does not need them.
    func judge(_ score: inout CaseScore, _ radiograph: Radiograph, in query: QueryImage, sight: ChestSight?) -> Bool {
        guard let laterality, let quality = score.evidence?.quality, let statistics = set.statistics,
            statistics.quality.distanceBelow(quality) > Reliability.doubtfulQuality
                || score.reliability.verdict == .notAChestXRay,
            let sight = sight ?? laterality.sight(of: radiograph, known: score.excluded)
        else { return false }
        if sight.isChest {
            score.reliability = score.reliability.ofChest
        } else if sight.isNothing,
            // In the frame that was found a chest that lies askew may be seen better than in the whole image.
            abs(laterality.uprightness(query, known: score.excluded) ?? 0) < ChestSight.nothingClearness
        {
            score.reliability = score.reliability.ofNothing
        }
        return sight.isChest
    }
}
