/// How the references' opinions of a pixel become a probability.
///
/// The truth's outline is taken to lie near the outline of the fused vote, off by a shift whose spread is known from
/// how far the references' own outlines lie apart. So with d the signed distance to the vote's outline, σ the local
/// spread, v the logit of the fused vote and m the misfit (0 where the image fits the references as they fit each other,
/// towards 1 where it does not),
///
///     logit p = d/σ · (a₀ + a₁ m) + v · (b₀ + b₁ m)
///
/// The four figures of a structure are fitted by logistic regression on the references, each seen against the others as
/// it is and perturbed (`PosteriorFit`): of the pixels with p = 0.7 seven in ten belong to the structure (Platt 1999).
public struct PosteriorModel: Sendable, Equatable, Codable {
    /// The figures of one structure.
    public struct Slopes: Sendable, Equatable, Codable {
        /// a₀ and a₁.
        public var distance: Float
        public var distanceByMisfit: Float
        /// b₀ and b₁.
        public var vote: Float
        public var voteByMisfit: Float

        /// What lungs and hearts of 198 JSRT references gave, on average; used where references are too few to fit.
        public static let usual = Slopes(distance: 1.1, distanceByMisfit: -0.55, vote: 1.1, voteByMisfit: -1.3)

        public init(distance: Float, distanceByMisfit: Float, vote: Float, voteByMisfit: Float) {
            self.distance = distance
            self.distanceByMisfit = distanceByMisfit
            self.vote = vote
            self.voteByMisfit = voteByMisfit
        }
    }

    /// One for each structure, in the set's order.
    public var structures: [Slopes]

    public init(structures: [Slopes]) { self.structures = structures }

    /// The distance to the vote's outline matters no further than this, in pixels of the label grid.
    static let reach = 16
    /// The logit of the vote is cut off here.
    static let largestVote: Float = 4

    /// 0 where an image fits as well as references fit each other, towards 1 where it does not.
    ///
    /// - Parameter distance: how far the registration quality lies below the references' median
    ///   (``ReferenceStatistics/Spread/distanceBelow(_:)``).
    package static func misfit(distance: Float) -> Float {
        let below = max(distance, 0)
        return below / (below + 3)
    }

    func logit(distance: Float, vote: Float, misfit: Float, structure: Int) -> Float {
        let slopes = structures[structure]
        return distance * (slopes.distance + slopes.distanceByMisfit * misfit)
            + vote * (slopes.vote + slopes.voteByMisfit * misfit)
    }
}
