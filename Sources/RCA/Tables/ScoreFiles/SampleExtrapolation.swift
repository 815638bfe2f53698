public import Evaluation

/// What a recomputed sample of a published file says of the whole file.
public struct SampleExtrapolation: Sendable, Equatable {
    /// A range of published scores.
    public struct Stratum: Sendable, Equatable {
        public let lower: Double
        public let upper: Double
        /// The file's rows in it.
        public let population: Int
        /// Those whose image and mask are here.
        public let available: Int
        public let drawn: Int
        /// Drawn, and scored. The rest failed.
        public let recomputed: Int
    }

    /// A figure of the whole file, estimated, with its 95 % interval.
    public struct Estimate: Sendable, Equatable {
        public let value: Double?
        public let interval: ConfidenceInterval?
    }

    public let strata: [Stratum]
    /// The file's rows in strata with a recomputed case: what the estimates are about.
    public let represented: Int
    /// The file's rows in strata without: the estimates say nothing of them.
    public let notRepresented: Int
    public let meanAbsoluteError: Estimate
    public let bias: Estimate
    public let correlation: Estimate
    public let shareWithinTolerance: Estimate
    /// Ranges that stand for more than their one recomputed case: the intervals are too narrow.
    public let strataOfOne: Int

    /// - Parameters:
    ///   - sample: as it was drawn from the file's scores.
    ///   - pairs: of each drawn position that was recomputed.
    public init(
        _ sample: StratifiedSample, pairs: [Int: ScorePair], tolerance: Double, resamples: Int = 2000, seed: UInt64
    ) {
        let cases = sample.strata.map { stratum in stratum.drawn.compactMap { pairs[$0] } }
        strata = zip(sample.strata, cases).map { stratum, cases in
            Stratum(
                lower: stratum.lower, upper: stratum.upper, population: stratum.population,
                available: stratum.available, drawn: stratum.drawn.count, recomputed: cases.count)
        }
        represented = strata.reduce(0) { $0 + ($1.recomputed > 0 ? $1.population : 0) }
        notRepresented = strata.reduce(0) { $0 + ($1.recomputed > 0 ? 0 : $1.population) }
        let weighted = zip(sample.strata, cases).map { stratum, cases in
            StratifiedPairs.Stratum(
                population: stratum.population, predicted: cases.map { Double($0.computed) },
                real: cases.map { Double($0.published) })
        }
        let figures: [(StratifiedPairs) -> Double?] = [
            \.meanAbsoluteError, \.bias, \.correlation, { $0.share(within: tolerance) },
        ]
        let whole = StratifiedPairs(weighted)
        let intervals = StratifiedBootstrap(resamples: resamples, seed: seed).intervals(of: weighted, figures)
        let estimates = zip(figures, intervals).map { Estimate(value: $0(whole), interval: $1) }
        meanAbsoluteError = estimates[0]
        bias = estimates[1]
        correlation = estimates[2]
        shareWithinTolerance = estimates[3]
        strataOfOne = StratifiedBootstrap.unknownSpread(of: weighted).count
    }
}
