/// How good what is said of the truth is on references that it was not made of: as outlines, and as probabilities.
public struct OpinionQuality: Sendable, Equatable, Codable {
    /// Whose opinion.
    public enum Source: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
        case vote, networks, posterior
    }

    /// The mean Dice with the true masks of one structure, a perturbation's strength at a time.
    public struct Row: Sendable, Equatable, Codable {
        /// 0 for references as they are, 1 for other patients, 2 for other hospitals (`ReferencePerturbation`).
        public let strength: Float
        /// Position in the set's list.
        public let structure: Int
        /// Nil for a source that gave no opinion.
        public let dice: [Source: Float]
    }

    public let rows: [Row]
    /// The posterior's, one for each structure.
    public let diagrams: [ReliabilityDiagram]

    package init(_ cases: [CalibrationCase], _ calibration: PosteriorCalibration, structureCount: Int) {
        let side = ReferencePerturbation.side
        var sums: [Int: [Source: (dice: Float, count: Int)]] = [:]
        var diagrams = [ReliabilityDiagram](repeating: ReliabilityDiagram(), count: structureCount)
        let strengths = Set(cases.map(\.strength)).sorted()
        for item in cases {
            let posterior = TruthPosterior(
                item.evidence, model: calibration.posterior, misfit: item.misfit, frameToImage: item.frameToImage,
                gridSize: side)
            let places = FramePlaces(frameToImage: item.frameToImage, gridSize: side)
            let row = strengths.firstIndex(of: item.strength) ?? 0
            for structure in 0..<structureCount {
                let isTrue = item.truth.map { $0 == UInt8(structure + 1) }
                let probability = posterior.structures[structure].probability
                let opinions: [(Source, [Float]?)] = [
                    (.vote, item.evidence[structure].distances), (.networks, item.evidence[structure].networks),
                ]
                func add(_ isInside: [Bool], _ source: Source) {
                    guard let dice = Self.dice(isInside, isTrue) else { return }
                    let sum = sums[row * structureCount + structure]?[source] ?? (0, 0)
                    sums[row * structureCount + structure, default: [:]][source] = (sum.dice + dice, sum.count + 1)
                }
                for (source, values) in opinions {
                    if let values { add(places.seen(values, outside: -1).map { $0 > 0 }, source) }
                }
                add(probability.map { $0 > 0.5 }, .posterior)
                diagrams[structure].add(probability, isTrue: isTrue, side: side)
            }
        }
        self.diagrams = diagrams
        rows = sums.keys.sorted().map { key in
            Row(
                strength: strengths[key / structureCount], structure: key % structureCount,
                dice: (sums[key] ?? [:]).mapValues { $0.dice / Float($0.count) })
        }
    }

    /// Whether every figure is one, and of one of so many structures.
    package func isOf(structureCount: Int) -> Bool {
        diagrams.count == structureCount && diagrams.allSatisfy(\.isSound)
            && rows.allSatisfy { row in
                (0..<structureCount).contains(row.structure) && (0...100).contains(row.strength)
                    && row.dice.values.allSatisfy { (0...1).contains($0) }
            }
    }

    private static func dice(_ first: [Bool], _ second: [Bool]) -> Float? {
        Dice.coefficient(
            first: first.count { $0 }, second: second.count { $0 }, both: zip(first, second).count { $0 && $1 })
    }
}
