import NumericSupport

/// What a set of scores looks like: the figures of `rca-cli verify` about one file.
public struct ScoreDistribution: Sendable, Equatable {
    /// A quantile of the scores.
    public struct QuantileValue: Sendable, Equatable {
        public let probability: Double
        public let value: Double
    }

    /// How many scores are below a threshold; equal is not below.
    public struct Below: Sendable, Equatable {
        public let threshold: Double
        public let count: Int
    }

    /// The scores from `lower`, included, to `upper`, excluded; the last bin includes it.
    public struct Bin: Sendable, Equatable {
        public let lower: Double
        public let upper: Double
        public let count: Int
    }

    public static let probabilities = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]
    public static let thresholds: [Float] = [0.7, 0.8, 0.9]

    public let count: Int
    public let mean: Double
    /// Divided by n − 1; 0 for a single score.
    public let standardDeviation: Double
    /// At ``probabilities``, as ``Quantile/linear(_:_:)-(_,[Double])`` has them.
    public let quantiles: [QuantileValue]
    /// At ``thresholds``.
    public let below: [Below]
    /// Twenty bins of 0.05 over [0, 1].
    public let histogram: [Bin]

    /// - Parameter scores: from 0 to 1, in any order.
    /// - Returns: nil where there are none, or one is not from 0 to 1.
    public init?(_ scores: [Float]) {
        let values = scores.map(Double.init)
        guard scores.allSatisfy({ (0...1).contains($0) }), let moments = Moments(values, values),
            let ordered = Quantile.linear(values, Self.probabilities)
        else { return nil }
        count = scores.count
        mean = moments.meanX
        standardDeviation = (moments.sumXX / Double(max(count - 1, 1))).squareRoot()
        quantiles = zip(Self.probabilities, ordered).map { QuantileValue(probability: $0, value: $1) }
        below = Self.thresholds.map { limit in
            Below(threshold: limit.asWritten, count: scores.count { $0 < limit })
        }
        // Floats are held against floats: 0.9 read as a float lies in the bin that begins with 0.9.
        let edges = (0...20).map { Float($0) / 20 }
        var counts = [Int](repeating: 0, count: 20)
        for score in scores {
            var bin = min(Int(score * 20), 19)
            if score < edges[bin] { bin -= 1 } else if bin < 19, score >= edges[bin + 1] { bin += 1 }
            counts[bin] += 1
        }
        histogram = counts.enumerated().map {
            Bin(lower: Double($0.offset) / 20, upper: Double($0.offset + 1) / 20, count: $0.element)
        }
    }
}
