import RealModule

/// Fits what turns the references' opinions into probabilities, and then how far expected Dice are off with them.
package enum PosteriorFit {
    /// Fewer masks than this say too little of their errors' tails.
    private static let fewestMasks = 50

    /// - Returns: nil without enough cases.
    package static func calibration(_ cases: [CalibrationCase], structureCount: Int) -> PosteriorCalibration? {
        guard !cases.isEmpty, cases.reduce(0, { $0 + $1.masks.count }) >= fewestMasks else { return nil }
        let model = PosteriorModel(structures: (0..<structureCount).map { slopes(cases, structure: $0) })
        return PosteriorCalibration(
            posterior: model, errors: errors(cases, model: model, structureCount: structureCount))
    }

    /// Every so many pixels are looked at: neighbours say the same.
    private static let pixelStride = 7
    /// Further from the outline than this, in units of the spread, everything is certain.
    private static let reach: Float = 10

    private static func slopes(_ cases: [CalibrationCase], structure: Int) -> PosteriorModel.Slopes {
        var votes = VoteRegression()
        var networks = LogisticRegression(dimension: 2)
        for (number, item) in cases.enumerated() {
            let places = FramePlaces(frameToImage: item.frameToImage, gridSize: ReferencePerturbation.side)
            let evidence = item.evidence[structure]
            let misfit = Double(item.misfit)
            func isTrue(_ index: Int) -> Bool { item.truth[index] == UInt8(structure + 1) }
            let distances = places.seen(evidence.distances, outside: -.infinity)
            let logits = places.seen(evidence.votes, outside: 0)
            let pixels = stride(from: number % pixelStride, to: distances.count, by: pixelStride)
            for index in pixels where abs(distances[index]) < reach {
                let (distance, vote) = (Double(distances[index]), Double(logits[index]))
                votes.add(
                    [distance, distance * misfit, vote, vote * misfit], isTrue: isTrue(index),
                    reference: item.reference)
            }
            guard let opinion = evidence.networks.map({ places.seen($0, outside: -.infinity) }) else { continue }
            let limit = PosteriorModel.largestFittedNetwork
            for index in pixels where opinion[index].isFinite {
                let logit = Double(min(max(opinion[index], -limit), limit))
                networks.add([logit, logit * misfit], isTrue: isTrue(index))
            }
        }
        var slopes = votes.slopes ?? .usual
        if let found = networks.solution(), found.allSatisfy(\.isFinite), found[0] > 0, found[0] + found[1] > 0 {
            slopes.network = PosteriorModel.Slopes.Network(
                network: Float(found[0]), networkByMisfit: Float(found[1]),
                weightOfMask: ExpectedDice.weightOfMaskBesideNetworks)
        }
        return slopes
    }

    private static func errors(
        _ cases: [CalibrationCase], model: PosteriorModel, structureCount: Int
    ) -> ErrorModel {
        var residuals = [[Float]](repeating: [], count: structureCount)
        var means: [Float] = []
        var count = 0
        for item in cases {
            let posterior = TruthPosterior(
                item.evidence, model: model, misfit: item.misfit, frameToImage: item.frameToImage,
                gridSize: ReferencePerturbation.side)
            for mask in item.masks {
                let areas = MaskAreas(labels: mask, structureCount: structureCount)
                let expected = ExpectedDice.values(areas, posterior)
                let actual = Dice.coefficients(mask, item.truth, structureCount: structureCount)
                for structure in 0..<structureCount {
                    guard let expected = expected[structure], let actual = actual[structure] else { continue }
                    let doubt = 1 - posterior.structures[structure].selfAgreement
                    residuals[structure].append((actual - expected) / ErrorModel.scale(doubt: doubt))
                }
                guard let expected = Dice.mean(expected), let actual = Dice.mean(actual) else { continue }
                means.append((actual - expected) / ErrorModel.scale(doubt: posterior.doubt))
                count += 1
            }
        }
        return ErrorModel(
            structures: residuals.map { ErrorModel.Residuals($0) }, mean: ErrorModel.Residuals(means),
            maskCount: count)
    }
}
