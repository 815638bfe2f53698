import NumericSupport

/// Trees that vote on the class of a sample (Breiman, Machine Learning 45, 2001), each grown on samples that it drew.
///
///     let forest = RandomForest(table, labels: labels, classCount: 3, samples: shown, plan: plan, seed: 1)
///     let probabilities = forest.probabilities(otherTable)
///
/// The same samples, plan and seed give the same bytes: all drawing is by `SplitMix64`, all counting in whole numbers.
/// Growing takes about `trees · depth · featuresPerNode · samplesPerTree` steps, asking `trees · depth` a sample.
package struct RandomForest: Sendable, Equatable {
    package let featureCount: Int
    package let classCount: Int
    let trees: [DecisionTree]

    /// - Parameters:
    ///   - labels: each sample's class, below `classCount`.
    ///   - classCount: 1 or more.
    ///   - samples: places of the samples that trees draw from; at least one.
    ///   - seed: draws other samples and features.
    /// - Precondition: as many labels as samples in the table.
    package init(
        _ table: FeatureTable, labels: [UInt8], classCount: Int, samples: [Int32], plan: ForestPlan, seed: UInt64
    ) {
        precondition(labels.count == table.sampleCount, "every sample has one label")
        precondition(labels.allSatisfy { Int($0) < classCount }, "a label is no class")
        precondition(!samples.isEmpty && samples.allSatisfy { $0 >= 0 && Int($0) < labels.count }, "no such sample")
        featureCount = table.featureCount
        self.classCount = classCount
        var growth = TreeGrowth(table, labels: labels, classCount: classCount, candidates: samples, plan: plan)
        trees = (0..<plan.trees).map { growth.tree(seed: SplitMix64.mix(seed &+ UInt64($0))) }
    }

    /// Each sample's probability of each class: the mean of what the trees say.
    ///
    /// - Returns: class after class, a value a sample.
    /// - Precondition: the table has the features that the forest was grown by.
    package func probabilities(_ table: FeatureTable) -> [Float] {
        precondition(table.featureCount == featureCount, "a table of other features")
        let (count, width, classCount) = (table.sampleCount, featureCount, classCount)
        var sums = [Float](repeating: 0, count: classCount * count)
        sums.withUnsafeMutableBufferPointer { sums in
            table.values.withUnsafeBufferPointer { values in
                guard let sums = sums.baseAddress, let values = values.baseAddress else { return }
                for tree in trees {
                    tree.nodes.withUnsafeBufferPointer { nodes in
                        tree.shares.withUnsafeBufferPointer { shares in
                            for sample in 0..<count {
                                let leaf = DecisionTree.leaf(
                                    of: values + sample &* width, nodes: nodes.baseAddress!, classCount: classCount)
                                for index in 0..<classCount {
                                    sums[index &* count &+ sample] += shares[leaf &+ index]
                                }
                            }
                        }
                    }
                }
            }
        }
        let share = 1 / Float(trees.count)
        for index in sums.indices { sums[index] *= share }
        return sums
    }
}
