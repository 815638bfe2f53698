import Imaging

/// One reference, perturbed, seen against the others: what they say of its truth, and masks that err.
package struct CalibrationCase: Sendable {
    /// The reference's position in its set.
    let reference: Int
    /// Of the perturbation; 0 for a reference as it is.
    let strength: Float
    let evidence: [PosteriorEvidence]
    let misfit: Float
    let frameToImage: AffineMap
    /// The true structures on the label grid over the image: 0 background, else position in the list plus 1. Where the
    /// image is as from another hospital, as a second reader draws them.
    let truth: [UInt8]
    let masks: [[UInt8]]
}

extension ReferenceSet {
    /// References that a calibration looks at, at most: spread evenly over the set.
    private static let calibrationReferences = 64
    /// Perturbations of each, by their strength.
    static let calibrationStrengths: [Float] = [0, 1, 2]

    /// Positions of the references that the calibration looks at; none where there are too few to know.
    package var calibrationIndices: [Int] {
        guard references.count >= ReferenceStatistics.fewest,
            parameters.labelGridSize == ReferencePerturbation.side
        else { return [] }
        let known = yardstick
        let count = min(known.count, Self.calibrationReferences)
        return (0..<count).map { known[$0 * known.count / count] }
    }

    /// Positions of the references that stand for images to be scored: all, or those that the registration has not
    /// learned from.
    package var yardstick: [Int] {
        switch method {
        case .freeForm: Array(references.indices)
        case .learned: references.indices.filter(ReferenceRegistration.isLeftOut)
        }
    }

    /// One reference's cases; none where the others do not make a set.
    package func calibrationCases(_ index: Int) -> [CalibrationCase] {
        guard let others = try? leavingOut(index) else { return [] }
        let reference = references[index]
        let side = ReferencePerturbation.side
        let picture = Image(width: side, height: side, pixels: reference.picture.map { Float($0) / 255 })
        let scorer = CaseScorer(
            set: others, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        var losses = [Float](repeating: 0, count: structures.count)
        return Self.calibrationStrengths.enumerated().compactMap { variant, strength in
            let seed = UInt64(index) &* 1000 &+ UInt64(variant)
            var perturbation = ReferencePerturbation(strength: strength, seed: seed)
            let (image, truth) = perturbation.apply(to: picture, labels: reference.labels)
            let grey = GrayscaleImage(
                width: side, height: side,
                samples: .eightBit(image.pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }))
            let scored = scorer.scored(grey, masks: [])
            guard let evidence = scorer.evidence(scored.trained, known: scored.score.excluded),
                let quality = scored.score.evidence?.quality
            else { return nil }
            let query = scored.trained.query
            let carried = scored.trained.carried.compactMap { $0 }.map { reference in
                labels(of: reference, frameToImage: query.frameToImage)
            }
            if strength == 0 { losses = self.losses(evidence, frameToImage: query.frameToImage, truth: truth) }
            // Images of other hospitals have truths of other hands; masks may follow that hand or that of the
            // references.
            var reader = SecondReader(seed: seed)
            let isElsewhere = strength >= ReferencePerturbation.anotherHospital
            let redrawn = isElsewhere ? reader.redrawn(truth, losses: losses) : truth
            var damaged = DamagedMasks(seed: seed)
            return CalibrationCase(
                reference: index, strength: strength, evidence: evidence,
                misfit: misfit(quality: quality),
                frameToImage: query.frameToImage, truth: redrawn,
                masks: carried.isEmpty
                    ? []
                    : damaged.masks(
                        truth: index % 2 == 0 ? truth : redrawn, carried: carried, structureCount: structures.count))
        }
    }

    /// For each structure 1 − the Dice of the vote with the truth; 0 for one that neither shows.
    private func losses(_ evidence: [PosteriorEvidence], frameToImage: AffineMap, truth: [UInt8]) -> [Float] {
        let places = FramePlaces(frameToImage: frameToImage, gridSize: parameters.labelGridSize)
        return evidence.enumerated().map { position, evidence in
            let seen = places.seen(evidence.distances, outside: -1)
            let vote = seen.map { $0 > 0 ? UInt8(1) : 0 }
            let own = truth.map { $0 == UInt8(position + 1) ? UInt8(1) : 0 }
            return 1 - (Dice.coefficients(vote, own, structureCount: 1)[0] ?? 1)
        }
    }

    /// What one reference says, on the label grid over the image.
    private func labels(of reference: CarriedReference, frameToImage: AffineMap) -> [UInt8] {
        let (size, gridSize) = (parameters.preparation.size, parameters.labelGridSize)
        let places = FramePlaces(frameToImage: frameToImage, gridSize: gridSize)
        var labels = [UInt8](repeating: 0, count: gridSize * gridSize)
        for (structure, shares) in reference.shares.enumerated() {
            let image = Image(width: size, height: size, pixels: shares)
            let seen = places.seen(image.enlarged(to: gridSize), outside: 0)
            for index in labels.indices where seen[index] > 0.5 { labels[index] = UInt8(structure + 1) }
        }
        return labels
    }
}
