import RealModule

/// How far the expected Dice may be off, learned from the references: each seen against the others, as it is and
/// perturbed, with damaged masks whose true Dice is known.
///
/// Errors grow with what the posterior leaves open: they are divided by (doubt + 0.01)^0.85, after which they are
/// distributed much alike from image to image. What is kept of each distribution are quantiles, so that one table gives
/// ranges (split conformal prediction with a scale that adapts: Papadopoulos et al. 2002; Lei et al. 2018), the error
/// to be expected, and the chance of a large one.
public struct ErrorModel: Sendable, Equatable, Codable {
    /// Errors above this are large: a decision would have been another.
    public static let largeError: Float = 0.1

    /// The smallest share of masks that a range can promise to miss: either end takes half of it, and quantiles are
    /// kept at steps of 1/200.
    public static let leastAlpha = 2 / Double(Residuals.steps)

    /// Quantiles of true minus expected Dice in units of the scale.
    public struct Residuals: Sendable, Equatable, Codable {
        /// At levels 0, 1/n, …, 1; ascending. Empty where nothing is known.
        public let quantiles: [Float]

        fileprivate static let steps = 200

        package init(_ values: [Float]) {
            guard !values.isEmpty else {
                quantiles = []
                return
            }
            let sorted = values.sorted()
            quantiles = (0...Self.steps).map { step in
                sorted[min((step * sorted.count) / Self.steps, sorted.count - 1)]
            }
        }

        /// The quantile at a level in [0, 1], by linear interpolation.
        func quantile(_ level: Float) -> Float? {
            guard quantiles.count > 1 else { return nil }
            let position = min(max(level, 0), 1) * Float(quantiles.count - 1)
            let lower = min(Int(position), quantiles.count - 2)
            return quantiles[lower] + (quantiles[lower + 1] - quantiles[lower]) * (position - Float(lower))
        }

        /// The mean of their sizes.
        var meanSize: Float? {
            quantiles.isEmpty ? nil : quantiles.reduce(0) { $0 + abs($1) } / Float(quantiles.count)
        }

        /// The share whose size exceeds a limit.
        func share(beyond limit: Float) -> Float? {
            quantiles.isEmpty
                ? nil : Float(quantiles.count { abs($0) > limit }) / Float(quantiles.count)
        }
    }

    /// One for each structure, in the set's order.
    public let structures: [Residuals]
    /// Of the mean over structures.
    public let mean: Residuals
    /// Masks that it was learned from.
    public let maskCount: Int

    package init(structures: [Residuals], mean: Residuals, maskCount: Int) {
        self.structures = structures
        self.mean = mean
        self.maskCount = maskCount
    }

    /// What errors are divided by, for the doubt of a structure, or the mean doubt of an image: 1 −
    /// ``TruthPosterior/Structure/selfAgreement``, in [0, 1].
    package static func scale(doubt: Float) -> Float { Float.pow(max(doubt, 0) + 0.01, 0.85) }

    /// Where the true Dice lies with a probability of 1 − alpha.
    ///
    /// - Returns: within [0, 1], and never without the expected Dice itself; nil where nothing is known.
    static func range(expected: Float, doubt: Float, residuals: Residuals, alpha: Float) -> ClosedRange<Float>? {
        guard let low = residuals.quantile(alpha / 2), let high = residuals.quantile(1 - alpha / 2) else { return nil }
        let scale = scale(doubt: doubt)
        guard (low * scale).isFinite, (high * scale).isFinite, expected.isFinite else { return nil }
        return min(max(expected + low * scale, 0), expected)...max(min(expected + high * scale, 1), expected)
    }

    /// What is to be expected of the mean over structures; nil where nothing is known.
    package func outlook(doubt: Float) -> Reliability.Outlook? {
        let scale = Self.scale(doubt: doubt)
        guard let size = mean.meanSize, let chance = mean.share(beyond: Self.largeError / scale) else { return nil }
        return Reliability.Outlook(expectedError: min(size * scale, 1), chanceOfLargeError: chance)
    }
}
