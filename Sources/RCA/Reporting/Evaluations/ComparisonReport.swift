public import Evaluation

/// How groups of masks, or several segmenters, compare: what `rca-cli compare` prints, and of groups `evaluate` and
/// `report` too.
public struct ComparisonReport: Sendable, Equatable {
    /// The masks of one group of images, against all others of the same segmenter.
    public struct Group: Sendable, Equatable {
        /// The segmenter; empty where there is only one.
        public let segmenter: String
        /// What masks are grouped by, and the group's value of it.
        public let variable: String
        public let value: String
        public let predicted: ClusteredMean
        /// Nil without a truth.
        public let real: ClusteredMean?
        /// The predicted mean less that of the others; nil where there are none.
        public let difference: ClusteredMean?
        /// The same of the true means.
        public let realDifference: ClusteredMean?
        /// The p-values of the differences, with regard to all groups that were tested.
        public internal(set) var adjusted: Double?
        public internal(set) var realAdjusted: Double?

        public init(
            segmenter: String, variable: String, value: String, predicted: ClusteredMean, real: ClusteredMean?,
            difference: ClusteredMean?, realDifference: ClusteredMean?
        ) {
            self.segmenter = segmenter
            self.variable = variable
            self.value = value
            self.predicted = predicted
            self.real = real
            self.difference = difference
            self.realDifference = realDifference
        }

        /// Whether it has too few clusters to say much.
        public var isSmall: Bool { predicted.clusterCount < ClusteredMean.fewClusters }
    }

    /// How well the masks of two segmenters agree, for one structure or the mean over them.
    public struct Agreement: Sendable, Equatable {
        /// ``EvaluationReport/meanName`` for the mean over the structures.
        public let structure: String
        /// Of the Dice of both masks of an image.
        public let dice: ClusteredMean
        /// On how many images it is below ``lowAgreement``.
        public let lowCount: Int

        public init(structure: String, dice: ClusteredMean, lowCount: Int) {
            self.structure = structure
            self.dice = dice
            self.lowCount = lowCount
        }
    }

    /// Two segmenters on the images that both have a mask of.
    public struct Pair: Sendable, Equatable {
        public let first: String
        public let second: String
        /// The first's predicted Dice less the second's, image by image; nil without scores of both.
        public let predicted: ClusteredMean?
        /// The same of the true Dice; nil without a truth.
        public let real: ClusteredMean?
        /// On how many images each is better by more than ``margin``.
        public let firstBetter: Int
        public let secondBetter: Int
        /// One a structure, the mean over them last; empty where the masks were not compared.
        public let agreement: [Agreement]
        /// The p-values of the differences, with regard to all pairs that were tested.
        public internal(set) var adjusted: Double?
        public internal(set) var realAdjusted: Double?

        public init(
            first: String, second: String, predicted: ClusteredMean?, real: ClusteredMean?, firstBetter: Int,
            secondBetter: Int, agreement: [Agreement]
        ) {
            self.first = first
            self.second = second
            self.predicted = predicted
            self.real = real
            self.firstBetter = firstBetter
            self.secondBetter = secondBetter
            self.agreement = agreement
        }
    }

    /// Smaller differences of predicted Dice mean nothing.
    public static let margin = 0.01
    /// Two masks with a smaller Dice are not both good.
    public static let lowAgreement = 0.7

    public let groups: [Group]
    public let pairs: [Pair]
    /// What a reader of the figures has to know.
    public let notes: [String]
    /// What was left out, a line each.
    public let missing: [String]
    public let confidence: Double
    /// What counts as one: `image`, or `patient`.
    public let cluster: String

    /// The p-values are corrected for all groups together, and for all pairs together.
    public init(
        groups: [Group], pairs: [Pair] = [], notes: [String] = [], missing: [String] = [], confidence: Double,
        cluster: String
    ) {
        let adjusted = Holm.adjusted(groups.map { $0.isSmall ? nil : $0.difference?.pValue })
        let realAdjusted = Holm.adjusted(groups.map { $0.isSmall ? nil : $0.realDifference?.pValue })
        self.groups = groups.indices.map { place in
            var group = groups[place]
            group.adjusted = adjusted[place]
            group.realAdjusted = realAdjusted[place]
            return group
        }
        let pairAdjusted = Holm.adjusted(pairs.map { $0.predicted?.pValue })
        let pairRealAdjusted = Holm.adjusted(pairs.map { $0.real?.pValue })
        self.pairs = pairs.indices.map { place in
            var pair = pairs[place]
            pair.adjusted = pairAdjusted[place]
            pair.realAdjusted = pairRealAdjusted[place]
            return pair
        }
        self.notes = notes
        self.missing = missing
        self.confidence = confidence
        self.cluster = cluster
    }
}
