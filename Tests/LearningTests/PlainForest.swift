import Learning
import NumericSupport

/// A forest by its definition: every node looks through all its samples for every threshold, and samples walk down
/// trees of objects. It draws what `RandomForest` draws.
struct PlainForest {
    private final class Node {
        var split: (feature: Int, threshold: Int, children: [Node])?
        var shares: [Double] = []
    }

    private let roots: [Node]
    private let classCount: Int

    init(_ table: FeatureTable, labels: [UInt8], classCount: Int, samples: [Int32], plan: ForestPlan, seed: UInt64) {
        self.classCount = classCount
        roots = (0..<plan.trees).map { tree in
            var random = SplitMix64(seed: SplitMix64.mix(seed &+ UInt64(tree)))
            let drawn = (0..<plan.samplesPerTree).map { _ in
                Int(samples[random.nextPosition(below: samples.count)])
            }
            var features = Array(0..<table.featureCount)
            let root = Node()
            var open = [(root, drawn, 0)]
            while !open.isEmpty {
                let (node, own, depth) = open.removeFirst()
                node.shares = (0..<classCount).map { label in
                    Double(own.count { Int(labels[$0]) == label }) / Double(own.count)
                }
                guard depth < plan.depth, own.count >= max(plan.leastSamples, 2), node.shares.max() != 1 else {
                    continue
                }
                var best: (worth: Double, feature: Int, threshold: Int)?
                for place in 0..<min(plan.firstFeatures + plan.featuresPerNode, features.count) {
                    if place >= plan.firstFeatures {
                        features.swapAt(place, place + random.nextPosition(below: features.count - place))
                    }
                    let feature = features[place]
                    let values = own.map { Int(table.values[$0 * table.featureCount + feature]) }
                    let (smallest, largest) = (values.min()!, values.max()!)
                    let share = random.uniform()
                    guard smallest < largest else { continue }
                    let drawn = smallest + Int(share * Float(largest - smallest))
                    for threshold in plan.threshold == .best ? smallest..<largest : drawn..<drawn + 1 {
                        let sides = [true, false].map { side in own.indices.filter { (values[$0] <= threshold) == side }
                        }
                        let worth = sides.reduce(0.0) { sum, side in
                            let squares = (0..<classCount).reduce(0) { squares, label in
                                let count = side.count { Int(labels[own[$0]]) == label }
                                return squares + count * count
                            }
                            return sum + Double(squares) / Double(side.count)
                        }
                        if worth > best?.worth ?? -1 { best = (worth, feature, threshold) }
                    }
                }
                guard let best else { continue }
                let children = [Node(), Node()]
                node.split = (best.feature, best.threshold, children)
                for (side, child) in children.enumerated() {
                    let part = own.filter { sample in
                        (Int(table.values[sample * table.featureCount + best.feature]) <= best.threshold) == (side == 0)
                    }
                    open.append((child, part, depth + 1))
                }
            }
            return root
        }
    }

    /// Class after class, a value a sample.
    func probabilities(_ table: FeatureTable) -> [Double] {
        let leaves = (0..<table.sampleCount).map { sample in
            roots.map { root in
                var node = root
                while let split = node.split {
                    let value = Int(table.values[sample * table.featureCount + split.feature])
                    node = split.children[value <= split.threshold ? 0 : 1]
                }
                return node.shares
            }
        }
        return (0..<classCount).flatMap { label in
            leaves.map { shares in shares.reduce(0) { $0 + $1[label] } / Double(roots.count) }
        }
    }
}
