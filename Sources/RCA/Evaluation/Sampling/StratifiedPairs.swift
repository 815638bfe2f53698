/// Pairs of scores from a stratified sample, each standing for as many pairs of the whole as its weight says.
///
/// Figures are those of the whole, estimated: Σ wᵢ f(pᵢ, rᵢ) / Σ wᵢ (Cochran 1977, section 5.3).
public struct StratifiedPairs: Sendable, Equatable {
    /// The pairs of one stratum.
    public struct Stratum: Sendable, Equatable {
        /// How many there are in the whole.
        public let population: Int
        public let predicted: [Double]
        public let real: [Double]

        /// - Precondition: both sides have one count, not above the population.
        public init(population: Int, predicted: [Double], real: [Double]) {
            precondition(predicted.count == real.count, "paired numbers have one count")
            precondition(predicted.count <= population, "a sample is a part of its population")
            self.population = population
            self.predicted = predicted
            self.real = real
        }
    }

    var predicted: [Double] = []
    var real: [Double] = []
    var weights: [Double] = []

    /// Each pair stands for population / pairs of its stratum. A stratum without a pair is not represented.
    public init(_ strata: [Stratum]) {
        for stratum in strata where !stratum.predicted.isEmpty {
            let weight = Double(stratum.population) / Double(stratum.predicted.count)
            predicted += stratum.predicted
            real += stratum.real
            weights += Array(repeating: weight, count: stratum.predicted.count)
        }
    }

    /// The estimated mean of |p − r| over the whole; nil where there are no pairs.
    public var meanAbsoluteError: Double? { mean { abs($0 - $1) } }

    /// The estimated mean of p − r over the whole; nil where there are no pairs.
    public var bias: Double? { mean { $0 - $1 } }

    /// The estimated share of the whole whose scores differ by no more than the tolerance; nil without pairs.
    public func share(within tolerance: Double) -> Double? {
        mean { Tolerance.holds($0, $1, tolerance: tolerance) ? 1 : 0 }
    }

    /// Pearson's correlation of the whole, from weighted moments; nil where a side has no spread.
    public var correlation: Double? {
        guard let meanX = mean({ x, _ in x }), let meanY = mean({ _, y in y }),
            let xx = mean({ x, _ in (x - meanX) * (x - meanX) }), let yy = mean({ _, y in (y - meanY) * (y - meanY) }),
            let xy = mean({ x, y in (x - meanX) * (y - meanY) })
        else { return nil }
        // Equal numbers leave a spread of rounding errors.
        guard xx > 1e-20, yy > 1e-20 else { return nil }
        return min(max(xy / (xx.squareRoot() * yy.squareRoot()), -1), 1)
    }

    private func mean(_ term: (Double, Double) -> Double) -> Double? {
        guard !weights.isEmpty else { return nil }
        var sum = 0.0
        var total = 0.0
        for index in weights.indices {
            sum += weights[index] * term(predicted[index], real[index])
            total += weights[index]
        }
        return sum / total
    }
}
