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
        let isCovered = coverage?.pixels.map { $0 >= 0.5 } ?? Array(repeating: true, count: image.pixels.count)
        var low = Float.infinity
        var high = -Float.infinity
        for (value, isCovered) in zip(image.pixels, isCovered) where isCovered && value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        guard high > low else { return Image(width: image.width, height: image.height, filledWith: 0.5) }
        // In Double: the range of finite Float values, or its inverse, need not be a Float.
        let (lowest, scale) = (Double(low), Double(binCount) / (Double(high) - Double(low)))
        let bins = image.pixels.map { value in
            // What is not covered may lie below the range too.
            UInt16(value.isFinite ? min(max((Double(value) - lowest) * scale, 0), Double(binCount - 1)) : 0)
        }
        var counts = [Int](repeating: 0, count: binCount)
        var total = 0
        for (bin, isCovered) in zip(bins, isCovered) where isCovered {
            counts[Int(bin)] += 1
            total += 1
        }
        var rank = [Float](repeating: 0, count: binCount)
        var below = 0
        for bin in 0..<binCount {
            rank[bin] = (Float(below) + Float(counts[bin]) / 2) / Float(total)
            below += counts[bin]
        }
        return Image(
            width: image.width, height: image.height,
            pixels: zip(bins, isCovered).map { bin, isCovered in isCovered ? rank[Int(bin)] : 0.5 })
    }
}
