public import Imaging

/// Replaces grey values by their rank, so that exposure and gamma no longer matter.
public enum HistogramEqualization {
    static let binCount = 1024

    /// Each pixel's share of pixels that are darker (ties count half): in [0, 1], mean ½.
    ///
    /// The value range of the image is cut into 1024 bins; a constant image becomes ½ everywhere.
    /// Non-finite values count as the image's minimum.
    ///
    /// - Parameter coverage: where given, pixels whose coverage is below ½ are not counted and become ½.
    public static func equalized(_ image: Image, coverage: Image? = nil) -> Image {
        precondition(coverage.map { $0.pixels.count == image.pixels.count } ?? true, "the coverage differs in size")
        return image.pixels.withUnsafeBufferPointer { values in
            let pixels =
                coverage.map { coverage in
                    coverage.pixels.withUnsafeBufferPointer { coverage in ranks(values) { coverage[$0] >= 0.5 } }
                } ?? ranks(values) { _ in true }
            return Image(width: image.width, height: image.height, pixels: pixels)
        }
    }

    @inline(__always)
    private static func ranks(_ values: UnsafeBufferPointer<Float>, isCovered: (Int) -> Bool) -> [Float] {
        var low = Float.infinity
        var high = -Float.infinity
        for index in values.indices where isCovered(index) && values[index].isFinite {
            low = min(low, values[index])
            high = max(high, values[index])
        }
        guard high > low else { return Array(repeating: 0.5, count: values.count) }
        // In Double: the range of finite Float values, or its inverse, need not be a Float.
        let (lowest, scale) = (Double(low), Double(binCount) / (Double(high) - Double(low)))
        var counts = [Int32](repeating: 0, count: binCount)
        var bins = [UInt16](repeating: 0, count: values.count)
        var total = 0
        counts.withUnsafeMutableBufferPointer { counts in
            bins.withUnsafeMutableBufferPointer { bins in
                for (index, value) in values.enumerated() where isCovered(index) {
                    let bin = value.isFinite ? Int(min((Double(value) - lowest) * scale, Double(binCount - 1))) : 0
                    bins[index] = UInt16(bin)
                    counts[bin] += 1
                    total += 1
                }
            }
        }
        var rank = [Float](repeating: 0, count: binCount)
        var below = 0
        for bin in 0..<binCount {
            rank[bin] = (Float(below) + Float(counts[bin]) / 2) / Float(total)
            below += Int(counts[bin])
        }
        return bins.enumerated().map { index, bin in isCovered(index) ? rank[Int(bin)] : 0.5 }
    }
}
