/// How far readers agree beyond chance, on categories from 0 up: 1 where they always do, 0 for no more than chance.
///
/// Each disagreement weighs 1, or the square of the distance of its categories, for categories in an order. Nil where
/// there is nothing to agree on: no cases, or all of one category.
public enum RaterKappa {
    /// How much two different categories disagree.
    public enum Weights: Sendable {
        case equal
        /// Fleiss and Cohen 1973.
        case quadratic

        func disagreement(_ first: Int, _ second: Int) -> Int {
            switch self {
            case .equal: first == second ? 0 : 1
            case .quadratic: (first - second) * (first - second)
            }
        }
    }

    /// Two readers of the same cases (Cohen 1960; weighted 1968): 1 − observed / expected disagreement.
    ///
    /// - Parameters:
    ///   - pairs: each case's category by the first and by the second reader.
    ///   - categories: their number.
    /// - Precondition: every category is in 0..<categories.
    public static func cohen(_ pairs: [(first: Int, second: Int)], categories: Int, weights: Weights) -> Double? {
        var rows = [Int](repeating: 0, count: categories)
        var columns = rows
        var observed = 0
        for pair in pairs {
            rows[pair.first] += 1
            columns[pair.second] += 1
            observed += weights.disagreement(pair.first, pair.second)
        }
        var expected = 0
        for first in 0..<categories {
            for second in 0..<categories {
                expected += weights.disagreement(first, second) * rows[first] * columns[second]
            }
        }
        // Whole numbers, so that 0 is 0.
        return expected > 0 ? 1 - Double(observed * pairs.count) / Double(expected) : nil
    }

    /// Any number of readers of the same cases (Fleiss 1971; weighted as Gwet 2014, section 3.5).
    ///
    /// - Parameter counts: for each case how many readers gave each category; every case has as many readers.
    /// - Precondition: all cases have one number of readers, two or more, and one number of categories.
    public static func fleiss(_ counts: [[Int]], weights: Weights) -> Double? {
        guard let first = counts.first else { return nil }
        let readers = first.reduce(0, +)
        precondition(readers > 1, "one reader agrees with nobody")
        var totals = [Int](repeating: 0, count: first.count)
        var observed = 0
        for row in counts {
            precondition(row.count == first.count && row.reduce(0, +) == readers, "every case has the same readers")
            for (category, count) in row.enumerated() {
                totals[category] += count
                for (other, times) in row.enumerated() {
                    observed += weights.disagreement(category, other) * count * times
                }
            }
        }
        var expected = 0
        for (category, count) in totals.enumerated() {
            for (other, times) in totals.enumerated() {
                expected += weights.disagreement(category, other) * count * times
            }
        }
        guard expected > 0 else { return nil }
        // Of each side's sum, divided by its number of pairs of marks.
        return 1 - Double(observed * counts.count * readers) / Double(expected * (readers - 1))
    }
}
