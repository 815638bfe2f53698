/// A tree of decisions by one feature each, whose leaves hold the shares of the classes.
struct DecisionTree: Sendable, Equatable {
    /// A decision, or a leaf.
    struct Node: Sendable, Equatable {
        /// Nothing is divided by this.
        static let leaf = UInt16.max

        /// The feature that decides; `leaf` for none.
        var feature: UInt16
        /// Samples up to this value go to the first child.
        var threshold: UInt8
        /// The first child's place, and the second's before it; of a leaf, which of the leaves it is.
        var next: Int32
    }

    /// The root first; children of a node lie side by side, behind it.
    var nodes: [Node]
    /// For each leaf the share of each class among the samples that it was grown of.
    var shares: [Float]
}

extension DecisionTree {
    /// The place in `shares` where the leaf of a sample begins, by steps in memory that its caller keeps alive.
    @inline(__always)
    static func leaf(
        of sample: UnsafePointer<UInt8>, nodes: UnsafePointer<Node>, classCount: Int
    ) -> Int {
        var node = nodes[0]
        while node.feature != Node.leaf {
            let isBeyond = sample[Int(node.feature)] > node.threshold
            node = nodes[Int(node.next) &+ (isBeyond ? 1 : 0)]
        }
        return Int(node.next) &* classCount
    }
}
