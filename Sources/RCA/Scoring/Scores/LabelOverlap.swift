import CVector

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
