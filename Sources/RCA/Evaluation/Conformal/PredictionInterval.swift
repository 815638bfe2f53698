/// Where the true Dice of a mask lies, with the confidence that was asked for.
///
/// All three are in [0, 1], and `lower` ≤ `predicted` ≤ `upper`.
public struct PredictionInterval: Sendable, Equatable {
    public let predicted: Double
    public let lower: Double
    public let upper: Double

    /// Clips the ends to [0, 1], and draws the prediction between them.
    package init(predicted: Double, lower: Double, upper: Double) {
        self.lower = min(max(lower, 0), 1)
        self.upper = min(max(upper, self.lower), 1)
        self.predicted = min(max(predicted, self.lower), self.upper)
    }

    public var width: Double { upper - lower }

    public func contains(_ real: Double) -> Bool { lower <= real && real <= upper }
}

/// How intervals did on masks whose true Dice is known.
public struct IntervalQuality: Sendable, Equatable, Codable {
    /// Masks that have both an interval and a true Dice.
    public let masks: Int
    /// The share of intervals that hold the true Dice; nil without masks.
    public let coverage: Double?
    /// The mean width; nil without masks.
    public let meanWidth: Double?

    public init(_ pairs: [(interval: PredictionInterval, real: Double)]) {
        masks = pairs.count
        guard !pairs.isEmpty else {
            coverage = nil
            meanWidth = nil
            return
        }
        coverage = Double(pairs.count { $0.interval.contains($0.real) }) / Double(pairs.count)
        meanWidth = pairs.reduce(0) { $0 + $1.interval.width } / Double(pairs.count)
    }
}

/// What to do with a mask, given where its true Dice lies.
public enum Decision: String, Sendable, CaseIterable {
    /// The whole interval is above the threshold, and the score can be believed.
    case accept
    /// Neither is certain; or the score cannot be believed.
    case review
    /// The whole interval is below the threshold.
    case reject

    /// - Parameters:
    ///   - interval: nil where there is none, which calls for a review.
    ///   - isReliable: whether the score can be believed. Where it cannot, nothing is accepted.
    public init(_ interval: PredictionInterval?, threshold: Double, isReliable: Bool) {
        guard let interval else {
            self = .review
            return
        }
        if interval.upper < threshold {
            self = .reject
        } else if interval.lower > threshold && isReliable {
            self = .accept
        } else {
            self = .review
        }
    }
}
