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

    /// Logistic regression by Newton's method, with a weak prior to 0.
    private static func slopes(_ cases: [CalibrationCase], structure: Int) -> PosteriorModel.Slopes {
        var rows: [SIMD4<Double>] = []
        var truths: [Bool] = []
        for (number, item) in cases.enumerated() {
            let places = FramePlaces(frameToImage: item.frameToImage, gridSize: ReferencePerturbation.side)
            let distances = places.seen(item.evidence[structure].distances, outside: -.infinity)
            let votes = places.seen(item.evidence[structure].votes, outside: 0)
            for index in stride(from: number % pixelStride, to: distances.count, by: pixelStride)
            where abs(distances[index]) < reach {
                let (distance, vote, misfit) = (Double(distances[index]), Double(votes[index]), Double(item.misfit))
                rows.append(SIMD4(distance, distance * misfit, vote, vote * misfit))
                truths.append(item.truth[index] == UInt8(structure + 1))
            }
        }
        guard !rows.isEmpty else { return .usual }
        var slopes = SIMD4<Double>(repeating: 0)
        let ridge = 1e-4 * Double(rows.count)
        for _ in 0..<newtonSteps {
            var gradient = -ridge * slopes
            var curvature = [SIMD4<Double>](repeating: .zero, count: 4)
            for axis in 0..<4 { curvature[axis][axis] = ridge }
            for (row, isInside) in zip(rows, truths) {
                let probability = 1 / (1 + Double.exp(-(row * slopes).sum()))
                gradient += row * ((isInside ? 1 : 0) - probability)
                let weight = max(probability * (1 - probability), 1e-4)
                for axis in 0..<4 { curvature[axis] += row * (weight * row[axis]) }
            }
            guard let step = SmallSystem.solution(curvature, gradient) else { return .usual }
            slopes += step
        }
        // A vote that speaks against what it says, where an image fits badly, is none.
        let found = PosteriorModel.Slopes(
            distance: Float(slopes[0]), distanceByMisfit: Float(slopes[1]), vote: Float(slopes[2]),
            voteByMisfit: Float(slopes[3]))
        return found.distance.isFinite && found.distance + found.vote > 0 ? found : .usual
    }

    private static let newtonSteps = 12

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

/// Four equations.
private enum SmallSystem {
    /// By elimination with pivots; nil where they have no single solution.
    static func solution(_ rows: [SIMD4<Double>], _ right: SIMD4<Double>) -> SIMD4<Double>? {
        var (rows, right) = (rows, right)
        for column in 0..<4 {
            guard let pivot = (column..<4).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-12
            else { return nil }
            rows.swapAt(column, pivot)
            (right[column], right[pivot]) = (right[pivot], right[column])
            for row in 0..<4 where row != column {
                let factor = rows[row][column] / rows[column][column]
                rows[row] -= factor * rows[column]
                right[row] -= factor * right[column]
            }
        }
        return SIMD4(right[0] / rows[0][0], right[1] / rows[1][1], right[2] / rows[2][2], right[3] / rows[3][3])
    }
}
