/// p-values of several tests made together.
public enum Holm {
    /// p-values with which every one at or below a level can be called significant at that level, with that chance of any
    /// error among all of them (Holm 1979): the k-th smallest of n is multiplied by n − k + 1, and none is smaller than
    /// the one before it.
    ///
    /// - Parameter pValues: in [0, 1], in any order; nil for a test that was not made, which does not count.
    /// - Returns: in the same order, 1 at most.
    public static func adjusted(_ pValues: [Double?]) -> [Double?] {
        let order = pValues.indices.filter { pValues[$0] != nil }.sorted {
            (pValues[$0] ?? 1) < (pValues[$1] ?? 1)
        }
        var adjusted = [Double?](repeating: nil, count: pValues.count)
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            largest = max(largest, min(1, (pValues[index] ?? 1) * Double(order.count - rank)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
