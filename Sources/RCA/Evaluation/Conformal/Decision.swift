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
