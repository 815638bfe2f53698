import Scoring

/// What the vote says of an image, what the networks say, and what becomes of both with other weights.
struct Posteriors: Sendable {
    let vote, half, quarter, network: TruthPosterior

    /// - Parameters:
    ///   - vote: of the references alone.
    ///   - half: the mean of that and of the networks'.
    init(vote: TruthPosterior, half: TruthPosterior) {
        func mixed(_ share: Float) -> TruthPosterior {
            TruthPosterior(
                gridSize: vote.gridSize,
                structures: zip(vote.structures, half.structures).map { vote, half in
                    TruthPosterior.Structure(
                        probability: zip(vote.probability, half.probability).map {
                            min(max($0 + 2 * share * ($1 - $0), 0), 1)
                        },
                        weightOfMask: half.weightOfMask)
                })
        }
        self.vote = vote
        self.half = half
        quarter = mixed(0.25)
        network = mixed(1)
    }

    /// The expected Dice of a mask, a structure at a time.
    func expected(_ labels: [UInt8]) -> [OriginStudy.Opinion: [Float?]] {
        let areas = MaskAreas(labels: labels, structureCount: vote.structures.count)
        let (half, quarter) = (ExpectedDice.values(areas, half), ExpectedDice.values(areas, quarter))
        let drawn = network.structures.indices.reduce(into: [UInt8](repeating: 0, count: labels.count)) {
            drawn, structure in
            for (index, likely) in network.structures[structure].likely.enumerated() where likely > 0 {
                drawn[index] = UInt8(structure + 1)
            }
        }
        let agreement = Dice.coefficients(labels, drawn, structureCount: vote.structures.count)
        func mixture(above limit: Float) -> [Float?] {
            half.indices.map { agreement[$0] ?? 0 > limit ? quarter[$0] : half[$0] }
        }
        return [
            .vote: ExpectedDice.values(areas, vote), .half: half, .quarter: quarter,
            .networkAlone: ExpectedDice.values(areas, network),
            .quarterAboveHigh: mixture(above: 0.95), .quarterAboveLow: mixture(above: 0.9),
        ]
    }
}
