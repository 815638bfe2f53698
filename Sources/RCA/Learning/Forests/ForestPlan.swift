/// How a forest is grown.
package struct ForestPlan: Sendable, Equatable {
    /// How a node finds its threshold in a feature.
    package enum Threshold: Sendable, Equatable {
        /// The best of all 255 (Breiman, Machine Learning 45, 2001).
        case best
        /// One drawn evenly between the node's smallest and largest value (extremely randomised trees: Geurts, Ernst and
        /// Wehenkel, Machine Learning 63, 2006): quicker, and smoother over many trees.
        case drawn
    }

    /// Turning it up makes probabilities finer, and costs its multiple in time; 20 for example.
    package var trees: Int
    /// Decisions from the root to a leaf, at most; 0 makes one leaf of a tree.
    package var depth: Int
    /// Features that a node draws, without repetition, and takes the best of, with the first ones.
    package var featuresPerNode: Int
    /// How many features of the table, the first, every node looks at beside those that it draws from the others: what
    /// matters everywhere is not left to chance.
    package var firstFeatures: Int
    /// Samples that a tree draws, with repetition.
    package var samplesPerTree: Int
    /// A node with fewer samples is not divided. Turning it up makes leaves less sure.
    package var leastSamples: Int
    package var threshold: Threshold

    /// - Precondition: there are trees, features, and samples; the depth is 0 to 30.
    package init(
        trees: Int, depth: Int, featuresPerNode: Int, samplesPerTree: Int, leastSamples: Int = 2,
        firstFeatures: Int = 0, threshold: Threshold = .best
    ) {
        precondition(trees > 0 && featuresPerNode > 0 && samplesPerTree > 0, "a forest of nothing")
        precondition(firstFeatures >= 0, "less than no feature")
        precondition((0...30).contains(depth), "a tree has 0 to 30 decisions one after another")
        self.trees = trees
        self.depth = depth
        self.featuresPerNode = featuresPerNode
        self.samplesPerTree = samplesPerTree
        self.leastSamples = leastSamples
        self.firstFeatures = firstFeatures
        self.threshold = threshold
    }
}
