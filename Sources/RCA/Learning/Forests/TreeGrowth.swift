import NumericSupport

/// Grows one tree after another on the same samples; holds scratch memory.
///
/// A division is as good as `Σ n²/N` of both sides is large (Gini's impurity, in whole numbers until the last division,
/// so that no order of adding matters). Of equal ones the first drawn counts.
struct TreeGrowth {
    private let table: FeatureTable
    private let labels: [UInt8]
    private let classCount: Int
    private let candidates: [Int32]
    private let plan: ForestPlan
    private var samples: [Int32] = []
    private var features: [UInt16]
    /// For each value of a feature, how many samples of each class have it.
    private var counts: [Int32]

    init(_ table: FeatureTable, labels: [UInt8], classCount: Int, candidates: [Int32], plan: ForestPlan) {
        self.table = table
        self.labels = labels
        self.classCount = classCount
        self.candidates = candidates
        self.plan = plan
        features = (0..<table.featureCount).map { UInt16($0) }
        counts = Array(repeating: 0, count: 256 * classCount)
    }

    private struct Division {
        let feature: UInt16
        let threshold: UInt8
        let worth: Double
    }

    mutating func tree(seed: UInt64) -> DecisionTree {
        var random = SplitMix64(seed: seed)
        samples = (0..<plan.samplesPerTree).map { _ in candidates[random.nextPosition(below: candidates.count)] }
        for index in features.indices { features[index] = UInt16(index) }
        var tree = DecisionTree(nodes: [DecisionTree.Node(feature: 0, threshold: 0, next: 0)], shares: [])
        var open: [(node: Int, range: Range<Int>, depth: Int)] = [(0, samples.indices, 0)]
        // First in, first out: children lie behind their parents, and the order of drawing does not depend on depth.
        var next = 0
        while next < open.count {
            let (node, range, depth) = open[next]
            next += 1
            let sizes = sizes(range)
            guard depth < plan.depth, range.count >= max(plan.leastSamples, 2), sizes.max() != Int32(range.count),
                let division = division(range, sizes, &random)
            else {
                tree.nodes[node] = DecisionTree.Node(
                    feature: DecisionTree.Node.leaf, threshold: 0, next: Int32(tree.shares.count / classCount))
                tree.shares += sizes.map { Float($0) / Float(range.count) }
                continue
            }
            let middle = divide(range, by: division)
            tree.nodes[node] = DecisionTree.Node(
                feature: division.feature, threshold: division.threshold, next: Int32(tree.nodes.count))
            for part in [range.lowerBound..<middle, middle..<range.upperBound] {
                open.append((tree.nodes.count, part, depth + 1))
                tree.nodes.append(DecisionTree.Node(feature: 0, threshold: 0, next: 0))
            }
        }
        return tree
    }

    /// How many samples of each class a node has.
    private func sizes(_ range: Range<Int>) -> [Int32] {
        var sizes = [Int32](repeating: 0, count: classCount)
        for index in range { sizes[Int(labels[Int(samples[index])])] += 1 }
        return sizes
    }

    /// The best division by the features that the node draws; nil where none divides its samples.
    private mutating func division(
        _ range: Range<Int>, _ sizes: [Int32], _ random: inout SplitMix64
    ) -> Division? {
        var best: Division?
        let first = min(plan.firstFeatures, features.count)
        for place in 0..<min(first + plan.featuresPerNode, features.count) {
            if place >= first {
                features.swapAt(place, place + random.nextPosition(below: features.count - place))
            }
            let feature = features[place]
            let values = count(range, feature)
            // Both are drawn for every feature, so that what is drawn later does not depend on the samples.
            let share = random.uniform()
            guard values.lowerBound < values.upperBound else { continue }
            let thresholds: ClosedRange<Int>
            switch plan.threshold {
            case .best: thresholds = values.lowerBound...values.upperBound - 1
            case .drawn:
                let threshold = values.lowerBound + Int(share * Float(values.upperBound - values.lowerBound))
                thresholds = threshold...threshold
            }
            let found = worth(thresholds, from: values.lowerBound, sizes)
            if found.worth > best?.worth ?? -1 {
                best = Division(feature: feature, threshold: UInt8(found.threshold), worth: found.worth)
            }
        }
        return best
    }

    /// Counts the classes of each value of a feature, and gives the smallest and the largest value.
    private mutating func count(_ range: Range<Int>, _ feature: UInt16) -> ClosedRange<Int> {
        let (width, classCount) = (table.featureCount, classCount)
        return table.values.withUnsafeBufferPointer { values in
            labels.withUnsafeBufferPointer { labels in
                samples.withUnsafeBufferPointer { samples in
                    counts.withUnsafeMutableBufferPointer { counts in
                        counts.update(repeating: 0)
                        var (smallest, largest) = (255, 0)
                        for index in range {
                            let sample = Int(samples[index])
                            let value = Int(values[sample &* width &+ Int(feature)])
                            counts[value &* classCount &+ Int(labels[sample])] &+= 1
                            smallest = min(smallest, value)
                            largest = max(largest, value)
                        }
                        return smallest...max(smallest, largest)
                    }
                }
            }
        }
    }

    private func worth(
        _ thresholds: ClosedRange<Int>, from smallest: Int, _ sizes: [Int32]
    ) -> (threshold: Int, worth: Double) {
        var below = [Int32](repeating: 0, count: classCount)
        var result = (threshold: thresholds.lowerBound, worth: -1.0)
        var (first, all): (Int32, Int32) = (0, sizes.reduce(0, +))
        all = max(all, 1)
        for value in smallest...thresholds.upperBound {
            for index in 0..<classCount {
                let count = counts[value * classCount + index]
                below[index] += count
                first += count
            }
            guard value >= thresholds.lowerBound, first > 0, first < all else { continue }
            var (left, right): (Int64, Int64) = (0, 0)
            for index in 0..<classCount {
                left += Int64(below[index]) * Int64(below[index])
                let rest = Int64(sizes[index] - below[index])
                right += rest * rest
            }
            let worth = Double(left) / Double(first) + Double(right) / Double(all - first)
            if worth > result.worth { result = (value, worth) }
        }
        return result
    }

    /// Brings the samples of the first side before those of the second, and gives the place between.
    private mutating func divide(_ range: Range<Int>, by division: Division) -> Int {
        let (width, feature) = (table.featureCount, Int(division.feature))
        var (first, last) = (range.lowerBound, range.upperBound)
        while first < last {
            if table.values[Int(samples[first]) * width + feature] <= division.threshold {
                first += 1
            } else {
                last -= 1
                samples.swapAt(first, last)
            }
        }
        return first
    }
}
