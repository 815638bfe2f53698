/// How good what is said of the truth is on references that it was not made of: as outlines, and as probabilities.
public struct OpinionQuality: Sendable, Equatable {
    /// Whose opinion.
    public enum Source: String, Sendable, CaseIterable {
        case vote, networks, posterior
    }

    /// The mean Dice with the true masks of one structure, a perturbation's strength at a time.
    public struct Row: Sendable, Equatable {
        /// 0 for references as they are, 1 for other patients, 2 for other hospitals (`ReferencePerturbation`).
        public let strength: Float
        /// Position in the set's list.
        public let structure: Int
        /// Nil for a source that gave no opinion.
        public let dice: [Source: Float]
    }

    /// Pixels whose probability lies in one tenth of 0...1.
    public struct Bin: Sendable, Equatable {
        public let pixels: Int
        /// Their mean probability, and the share of them that belongs to the structure; 0 where there are none.
        public let predicted: Float
        public let observed: Float
    }

    public let rows: [Row]
    /// Ten for each structure: its reliability diagram, over the pixels within 5 % of the image's side of a boundary of
    /// the truth or the posterior.
    public let diagrams: [[Bin]]

    package init(_ cases: [CalibrationCase], _ calibration: PosteriorCalibration, structureCount: Int) {
        let side = ReferencePerturbation.side
        var sums: [Int: [Source: (dice: Float, count: Int)]] = [:]
        var bins = (0..<structureCount).map { _ in
            [(pixels: Int, predicted: Double, observed: Int)](repeating: (0, 0, 0), count: 10)
        }
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
                let likely = probability.map { $0 > 0.5 }
                add(likely, .posterior)
                let near = zip(Self.nearBoundary(isTrue, side), Self.nearBoundary(likely, side)).map { $0 || $1 }
                for index in near.indices where near[index] {
                    let bin = min(Int(probability[index] * 10), 9)
                    bins[structure][bin].pixels += 1
                    bins[structure][bin].predicted += Double(probability[index])
                    bins[structure][bin].observed += isTrue[index] ? 1 : 0
                }
            }
        }
        rows = sums.keys.sorted().map { key in
            Row(
                strength: strengths[key / structureCount], structure: key % structureCount,
                dice: (sums[key] ?? [:]).mapValues { $0.dice / Float($0.count) })
        }
        diagrams = bins.map { bins in
            bins.map { bin in
                let count = Float(max(bin.pixels, 1))
                return Bin(
                    pixels: bin.pixels, predicted: Float(bin.predicted) / count, observed: Float(bin.observed) / count)
            }
        }
    }

    /// The expected calibration error of one structure (Naeini et al., AAAI 2015): the mean over pixels of how far a
    /// tenth's probability lies from its share.
    public func calibrationError(_ structure: Int) -> Float {
        let bins = diagrams[structure]
        let pixels = bins.reduce(0) { $0 + $1.pixels }
        guard pixels > 0 else { return 0 }
        return bins.reduce(0) { $0 + Float($1.pixels) * abs($1.predicted - $1.observed) } / Float(pixels)
    }

    private static func nearBoundary(_ isInside: [Bool], _ side: Int) -> [Bool] {
        let reach = max(side / 20, 1)
        return SignedDistance.distances(inside: isInside, size: side, reach: reach + 1).map { abs($0) <= Float(reach) }
    }

    private static func dice(_ first: [Bool], _ second: [Bool]) -> Float? {
        Dice.coefficient(
            first: first.count { $0 }, second: second.count { $0 }, both: zip(first, second).count { $0 && $1 })
    }
}
