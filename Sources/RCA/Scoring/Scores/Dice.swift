import CVector

/// The Dice similarity coefficient, 2|A∩B| / (|A| + |B|) (Dice 1945).
public enum Dice {
    /// - Parameters:
    ///   - first, second: sizes of the two sets.
    ///   - both: size of their intersection.
    ///   - firstBeyond: what the first set has where the second cannot be, in the same unit.
    /// - Returns: in [0, 1]; nil where both sets are empty and the coefficient is not defined.
    public static func coefficient(first: Int, second: Int, both: Int, firstBeyond: Float = 0) -> Float? {
        let sum = Double(first + second) + Double(firstBeyond)
        guard sum > 0 else { return nil }
        return Float(2 * Double(both) / sum)
    }

    /// The coefficient of each structure of two label grids.
    ///
    /// - Parameters:
    ///   - predicted, truth: 0 background, else structure position plus 1; same count.
    ///   - firstBeyond: for each structure what the prediction has beside the grid, in pixels of it.
    public static func coefficients(_ predicted: [UInt8], _ truth: [UInt8], firstBeyond: [Float]) -> [Float?] {
        var sizes = [(first: Int, second: Int, both: Int)](repeating: (0, 0, 0), count: firstBeyond.count + 1)
        for (a, b) in zip(predicted, truth) {
            sizes[Int(a)].first += 1
            sizes[Int(b)].second += 1
            if a == b { sizes[Int(a)].both += 1 }
        }
        return zip(sizes.dropFirst(), firstBeyond).map {
            coefficient(first: $0.first, second: $0.second, both: $0.both, firstBeyond: $1)
        }
    }

    /// The coefficient of each structure of two label grids that hold all there is.
    ///
    /// - Parameter structureCount: how many structures there are.
    public static func coefficients(_ predicted: [UInt8], _ truth: [UInt8], structureCount: Int) -> [Float?] {
        coefficients(predicted, truth, firstBeyond: Array(repeating: 0, count: structureCount))
    }

    /// The mean of the defined values, or nil where none is defined.
    public static func mean(_ values: [Float?]) -> Float? {
        let defined = values.compactMap { $0 }
        guard !defined.isEmpty else { return nil }
        return Float(defined.reduce(0.0) { $0 + Double($1) } / Double(defined.count))
    }
}

/// Counts of two label grids' agreement.
package enum LabelOverlap {
    /// How many pixels of `predicted` have `label`, and at how many of those `truth` has it too.
    ///
    /// - Precondition: both have the same count, a multiple of 32.
    package static func count(_ predicted: [UInt8], _ truth: [UInt8], label: UInt8) -> (predicted: Int, both: Int) {
        precondition(predicted.count == truth.count && truth.count % 32 == 0, "grids of 32-pixel runs")
        #if RCA_PORTABLE
        return LabelOverlapReference.count(predicted, truth, label: label)
        #else
        var inPredicted: Int64 = 0
        var inBoth: Int64 = 0
        predicted.withUnsafeBufferPointer { predicted in
            truth.withUnsafeBufferPointer { truth in
                guard let a = predicted.baseAddress, let b = truth.baseAddress else { return }
                for offset in stride(from: 0, to: predicted.count, by: 32) {
                    rca_count_equal(a + offset, b + offset, label, &inPredicted, &inBoth)
                }
            }
        }
        return (Int(inPredicted), Int(inBoth))
        #endif
    }
}

/// The plain implementation of ``LabelOverlap``.
package enum LabelOverlapReference {
    package static func count(_ predicted: [UInt8], _ truth: [UInt8], label: UInt8) -> (predicted: Int, both: Int) {
        var counts = (predicted: 0, both: 0)
        for (first, second) in zip(predicted, truth) where first == label {
            counts.predicted += 1
            if second == label { counts.both += 1 }
        }
        return counts
    }
}
