import RealModule

/// Simultaneous truth and performance level estimation for several labels (Warfield, Zou and Wells, IEEE TMI 2004;
/// Rohlfing, Russakoff and Maurer, IEEE TMI 2004).
///
/// Each rater k has a confusion matrix θₖ(j|c), the chance that it says j where the truth is c. In turn the truth's
/// probability is worked out at every pixel, W(c) ∝ π(c) Πₖ θₖ(jₖ|c), and from those the matrices. The start, the
/// prior and the end are those of ITK's MultiLabelSTAPLEImageFilter: matrices from the majority vote, π(c) the share of
/// all votes, the end where no entry changes by 1e-5 any more. What differs is stated at ``result(_:labelCount:)``.
public struct STAPLE: Sendable {
    /// The change of a matrix entry below which it ends, in (0, 1).
    public var tolerance = 1e-5
    /// Where it ends at the latest. ITK goes on for ever; most need 10 to 60.
    public var maximumIterations = 1000

    public init() {}

    /// What came of it.
    public struct Result: Sendable {
        /// For each label of each pixel its probability, pixel after pixel.
        public let probabilities: [Double]
        /// For each rater, in [said × labelCount + true], the chance to say a label where another is true.
        public let confusion: [[Double]]
        /// log Σ_c π(c) Πₖ θₖ(jₖ|c) over all pixels, before each iteration and at the end.
        /// Never falls, from the second on: the first is of the majority vote's matrices, which are no chances yet.
        public let logLikelihoods: [Double]
        public let hasConverged: Bool
        /// The most probable label of each pixel.
        public let labels: [UInt8]
    }

    /// - Parameters:
    ///   - raters: for each the label of each pixel, below `labelCount`. One or more, all of one size.
    /// - Returns: labels that nobody uses have probability 0. One rater is believed. Raters who all agree keep their
    ///   labels. Of two labels as probable, the one that more raters chose wins, and then the smaller; ITK marks such
    ///   pixels as undecided. Pixels where the vote is tied do not count in the first matrices; ITK adds them to
    ///   another row's. Where the matrices call every label impossible, the most common label stands.
    public func result(_ raters: [[UInt8]], labelCount: Int) -> Result {
        precondition(!raters.isEmpty && labelCount > 0, "a rater and a label at least")
        precondition(raters.allSatisfy { $0.count == raters[0].count }, "the raters' maps differ in size")
        let votes = RaterVotes(raters, labelCount: labelCount)
        var matrices = ConfusionMatrices(votes)
        var likelihoods: [Double] = []
        var hasConverged = false
        for _ in 0..<maximumIterations {
            var updated = matrices
            likelihoods.append(updated.update(votes, from: matrices))
            let change = updated.largestDifference(from: matrices)
            matrices = updated
            if change < tolerance {
                hasConverged = true
                break
            }
        }
        let last = matrices.expectation(votes)
        likelihoods.append(last.logLikelihood)
        return Result(
            probabilities: votes.spread(last.probabilities),
            confusion: matrices.values, logLikelihoods: likelihoods, hasConverged: hasConverged,
            labels: votes.spreadLabels(last.probabilities))
    }
}
