/// Ranks of numbers among each other.
public enum Ranks {
    /// The ascending ranks, from 1; equal numbers share the mean of the ranks they take up, so [5, 7, 5] has
    /// [1.5, 3, 1.5].
    ///
    /// Costs a sort. No numbers have no ranks; 0 and −0 are equal.
    /// - Returns: one rank a number, or nil where one is not-a-number. Infinities are ranked.
    public static func average(_ values: [Double]) -> [Double]? {
        guard !values.contains(where: \.isNaN) else { return nil }
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for position in start..<end { ranks[order[position]] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }
}
