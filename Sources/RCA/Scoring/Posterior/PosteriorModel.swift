/// How the references' opinions of a pixel become a probability.
///
/// The truth's outline is taken to lie near the outline of the fused vote, off by a shift whose spread is known from
/// how far the references' own outlines lie apart. So with d the signed distance to the vote's outline, σ the local
/// spread, v the logit of the fused vote and m the misfit (0 where the image fits the references as they fit each
/// other, towards 1 where it does not),
///
///     logit p = o + d/σ · (a₀ + a₁ m) + v · (b₀ + b₁ m)
///
/// o moves the outline as a whole. The mean of outlines that do not agree is too small: the less an image fits, the less
/// of the lungs the vote finds.
///
/// Where networks gave an opinion as well (``ReferenceNetworks``), n the logit of their mean probability, it is half
/// of p:
///
///     p = ½ (p of the references + 1 / (1 + exp(−n (c₀ + c₁ m))))
///
/// Half, whatever the references say: they are of the hospital that the networks learned from, where networks are
/// better than the vote, and say nothing of another. Fitted freely, on references left out and perturbed, the networks
/// had their way: on JSRT that was good, elsewhere expected Dice became too high and ranges too narrow
/// (docs/learning.md). Of two opinions in a linear pool (Stone 1961) neither overrules the other, and where they
/// differ p is near ½.
///
/// The figures of a structure are fitted by logistic regression on the references, each seen against the others as
/// it is and perturbed (`PosteriorFit`): of the pixels with p = 0.7 seven in ten belong to the structure (Platt 1999).
public struct PosteriorModel: Sendable, Equatable, Codable {
    /// The figures of one structure.
    public struct Slopes: Sendable, Equatable, Codable {
        /// a₀.
        public var distance: Float
        /// a₁.
        public var distanceByMisfit: Float
        /// b₀.
        public var vote: Float
        /// b₁.
        public var voteByMisfit: Float

        /// What lungs and hearts of 198 JSRT references gave, on average; used where references are too few to fit.
        public static let usual = Slopes(distance: 1.1, distanceByMisfit: -0.55, vote: 1.1, voteByMisfit: -1.3)

        /// o; nil where references left out are explained no better with it, and in bundles of earlier programs.
        public var offset: Float?
        /// What networks add; nil without them.
        public var network: Network?

        /// The figures of the networks' opinion of a structure.
        public struct Network: Sendable, Equatable, Codable {
            /// c₀.
            public var network: Float
            /// c₁.
            public var networkByMisfit: Float
            /// κ of the expected Dice, which the errors of this calibration belong to; nil in bundles of earlier programs,
            /// whose errors are those of the κ without networks.
            public var weightOfMask: Float?

            /// - Parameters:
            ///   - network: c₀.
            ///   - networkByMisfit: c₁.
            ///   - weightOfMask: κ, in [0, 1]; nil takes that of a posterior without networks.
            public init(network: Float, networkByMisfit: Float, weightOfMask: Float? = nil) {
                self.network = network
                self.networkByMisfit = networkByMisfit
                self.weightOfMask = weightOfMask
            }
        }

        /// - Parameters:
        ///   - distance: a₀.
        ///   - distanceByMisfit: a₁.
        ///   - vote: b₀.
        ///   - voteByMisfit: b₁.
        ///   - offset: o; nil for 0.
        ///   - network: nil without networks.
        public init(
            distance: Float, distanceByMisfit: Float, vote: Float, voteByMisfit: Float, offset: Float? = nil,
            network: Network? = nil
        ) {
            self.distance = distance
            self.distanceByMisfit = distanceByMisfit
            self.vote = vote
            self.voteByMisfit = voteByMisfit
            self.offset = offset
            self.network = network
        }
    }

    /// One for each structure, in the set's order.
    public var structures: [Slopes]

    /// - Parameter structures: one for each structure, in the set's order.
    public init(structures: [Slopes]) { self.structures = structures }

    /// Where nothing was fitted.
    static func usual(structureCount: Int) -> PosteriorModel {
        PosteriorModel(structures: Array(repeating: .usual, count: structureCount))
    }

    /// The distance to the vote's outline matters no further than this, in pixels of the label grid.
    static let reach = 16
    /// The logit of the vote is cut off here.
    static let largestVote: Float = 4
    /// And that of the networks here: cut off at 6, what lies far from a heart came to 3 % of it.
    static let largestNetwork: Float = 12
    /// When c₀ and c₁ are fitted, the networks' logit is cut off here: a few pixels that they are sure of and wrong about
    /// would make them unsure everywhere.
    static let largestFittedNetwork: Float = 6

    /// 0 where an image fits as well as references fit each other, towards 1 where it does not.
    ///
    /// - Parameter distance: how far the registration quality lies below the references' median
    ///   (``ReferenceStatistics/Spread/distanceBelow(_:)``).
    package static func misfit(distance: Float) -> Float {
        let below = max(distance, 0)
        return below / (below + 3)
    }
}
