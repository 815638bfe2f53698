import NumericSupport
import RealModule

/// Whether one feature of a stream of images has drifted from a baseline.
public struct DriftTest: Sendable, Equatable {
    /// One number of the stream.
    public struct Observation: Sendable, Equatable {
        /// The image's name; it also draws the image's place among equal numbers.
        public let image: String
        public let value: Double

        public init(image: String, value: Double) {
            self.image = image
            self.value = value
        }
    }

    /// The logarithm of the martingale to the base 10 after each number of the stream.
    public let history: [Double]
    /// The largest of ``history``, and 0, with which it begins.
    public let highest: Double
    public let comparison: KolmogorovSmirnov?
    /// Nil where there are none.
    public let baselineMedian: Double?
    public let streamMedian: Double?
    public let baselineCount: Int

    /// - Parameters:
    ///   - baseline: finite.
    ///   - stream: finite, in the order in which they came.
    ///   - feature: what they are of: each feature draws its own places among equal numbers.
    ///   - seed: another one draws others.
    public init(baseline: [Double], stream: [Observation], feature: String, seed: UInt64) {
        let values = stream.map(\.value)
        let ties = stream.map { Self.tie(feature, $0.image, seed) }
        var martingale = BettingMartingale()
        history = ConformalRanks.pValues(baseline: baseline, stream: values, ties: ties).map {
            martingale.bet(on: $0)
            return martingale.log10
        }
        highest = max(0, history.max() ?? 0)
        comparison = KolmogorovSmirnov(baseline, values)
        baselineMedian = Quantile.linear(baseline, 0.5)
        streamMedian = Quantile.linear(values, 0.5)
        baselineCount = baseline.count
    }

    /// One over the highest value of the martingale: a p-value that may be looked at at any time, in (0, 1].
    public var pValue: Double { Double.exp10(-highest) }

    /// The place in the stream at which the martingale first reached a level; nil where it never did.
    public func place(reaching level: Double) -> Int? { history.firstIndex { $0 >= level } }

    /// Uniform on [0, 1), by FNV-1a over feature and image, mixed as ``SplitMix64`` does.
    private static func tie(_ feature: String, _ image: String, _ seed: UInt64) -> Double {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325 ^ SplitMix64.mix(seed)
        for byte in Array(feature.utf8) + [0] + Array(image.utf8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Double(SplitMix64.mix(value) >> 11) * 0x1p-53
    }
}

/// Several drift tests of which none at all is to give a false alarm, but with a small chance.
public enum DriftFamily {
    /// What became of each test.
    public struct Verdict: Sendable, Equatable {
        /// The p-value with regard to all tests of the family (Holm 1979).
        public let adjusted: Double
        /// The logarithm to the base 10 that the martingale had to reach; nil where it did not.
        public let level: Double?

        public init(adjusted: Double, level: Double?) {
            self.adjusted = adjusted
            self.level = level
        }
    }

    /// Tests whose martingale has reached 1/α multiplied by the number of tests, by one less for the second highest, and
    /// so on (Holm 1979).
    ///
    /// By Ville's inequality and Bonferroni's the chance of any false alarm, at any time, is α at most, however the
    /// features depend on each other. The average of the martingales would not do: each is one for its own history, and
    /// of several histories together the average need not be one (Choe and Ramdas 2024).
    /// - Parameter alpha: in (0, 1).
    public static func verdicts(_ tests: [DriftTest], alpha: Double) -> [Verdict] {
        let adjusted = Holm.adjusted(tests.map(\.pValue))
        let order = tests.indices.sorted { (-tests[$0].highest, $0) < (-tests[$1].highest, $1) }
        var verdicts = adjusted.map { Verdict(adjusted: $0 ?? 1, level: nil) }
        for (rank, index) in order.enumerated() {
            let level = Double.log10(Double(tests.count - rank) / alpha)
            guard tests[index].highest >= level else { break }
            verdicts[index] = Verdict(adjusted: verdicts[index].adjusted, level: level)
        }
        return verdicts
    }
}
