import NumericSupport

/// Percentile intervals of what a stratified sample says of the whole (Rao and Wu 1988).
///
/// Of each stratum's n pairs n − 1 are drawn with replacement, and weighted up to the stratum: so the variance comes
/// out right in small strata too. A stratum that is in the sample whole has nothing left to chance and stays as it
/// is. So does one of a single pair, whose spread is unknown: intervals are then too narrow, and
/// ``unknownSpread(of:)`` says so. Where nearly all of a stratum is drawn, they are a little too wide. Pairs are taken
/// as independent of each other.
public struct StratifiedBootstrap: Sendable {
    public let resamples: Int
    public let seed: UInt64

    /// - Precondition: at least one resample.
    public init(resamples: Int = 2000, seed: UInt64 = 1) {
        precondition(resamples > 0, "a bootstrap has resamples")
        self.resamples = resamples
        self.seed = seed
    }

    /// The strata, by position, that stand for more than their single pair.
    public static func unknownSpread(of strata: [StratifiedPairs.Stratum]) -> [Int] {
        strata.indices.filter { strata[$0].predicted.count == 1 && strata[$0].population > 1 }
    }

    /// The quantiles (1 ∓ confidence) / 2 of the resamples' figures; several figures share the resamples.
    ///
    /// - Parameter figures: each nil where it is not defined.
    /// - Returns: one a figure; nil where fewer than two pairs are in the sample, or no resample has the figure.
    /// - Precondition: the confidence is in (0, 1).
    public func intervals(
        of strata: [StratifiedPairs.Stratum], confidence: Double = 0.95,
        _ figures: [(StratifiedPairs) -> Double?]
    ) -> [ConfidenceInterval?] {
        precondition(confidence > 0 && confidence < 1, "a confidence is between 0 and 1")
        guard strata.reduce(0, { $0 + $1.predicted.count }) > 1 else { return figures.map { _ in nil } }
        var random = SplitMix64(seed: seed)
        var values = [[Double]](repeating: [], count: figures.count)
        for _ in 0..<resamples {
            let pairs = StratifiedPairs(strata.map { Self.resample($0, &random) })
            for (index, figure) in figures.enumerated() {
                if let value = figure(pairs), value.isFinite { values[index].append(value) }
            }
        }
        return values.map { ConfidenceInterval(resampled: $0, of: resamples, confidence: confidence) }
    }

    private static func resample(
        _ stratum: StratifiedPairs.Stratum, _ random: inout SplitMix64
    ) -> StratifiedPairs.Stratum {
        let count = stratum.predicted.count
        guard count > 1, count < stratum.population else { return stratum }
        let places = (1..<count).map { _ in random.nextPosition(below: count) }
        return StratifiedPairs.Stratum(
            population: stratum.population, predicted: places.map { stratum.predicted[$0] },
            real: places.map { stratum.real[$0] })
    }
}
