public import Evaluation

/// How well computed scores agree with published ones.
public struct ScoreComparison: Sendable, Equatable {
    /// Predicted is computed, real is published: a bias above 0 says that computed scores are higher.
    public let agreement: Agreement
    /// The difference that is taken for none.
    public let tolerance: Double
    /// The share of pairs within the tolerance; nil without pairs.
    public let shareWithinTolerance: Double?
    /// The score below which a mask is bad, as the 32-bit float that scores are.
    public let threshold: Double
    /// The decision "this mask is bad", computed against published; nil where a score is not finite.
    public let decisions: DecisionCounts?
    /// The pairs that differ most, by the size of the difference, then by name.
    public let furthest: [ScorePair]

    /// - Parameters:
    ///   - pairs: in any order.
    ///   - listed: how many of the pairs that differ most to keep.
    public init(_ pairs: [ScorePair], tolerance: Double, threshold: Float, listed: Int) {
        let computed = pairs.map { Double($0.computed) }
        let published = pairs.map { Double($0.published) }
        agreement = Agreement(PairedScores(zip(computed, published).map { ($0, $1, "") }))
        self.tolerance = tolerance
        shareWithinTolerance = Tolerance.share(computed, published, tolerance: tolerance)
        self.threshold = Double(threshold)
        decisions = DecisionCounts(predicted: computed, real: published, threshold: Double(threshold))
        let differing = pairs.filter { $0.difference != 0 }.sorted { first, second in
            let (one, other) = (abs(first.difference), abs(second.difference))
            return one == other ? first.fname.precedesInBytes(second.fname) : one > other
        }
        furthest = Array(differing.prefix(listed))
    }
}
