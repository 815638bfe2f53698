public import Imaging

/// Replaces grey values by their rank, so that exposure and gamma no longer matter.
public enum HistogramEqualization {
    static let binCount = 1024

    /// Each pixel's share of pixels that are darker (ties count half): in [0, 1], mean ½.
    ///
    /// The value range of the image is cut into 1024 bins; a constant image becomes ½ everywhere.
    /// Non-finite values count as the image's minimum.
    public static func equalized(_ image: Image) -> Image {
        var low = Float.infinity
        var high = -Float.infinity
        for value in image.pixels where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        guard high > low else { return Image(width: image.width, height: image.height, filledWith: 0.5) }
        // In Double: the range of finite Float values, or its inverse, need not be a Float.
        let (lowest, scale) = (Double(low), Double(binCount) / (Double(high) - Double(low)))
        let bins = image.pixels.map { value in
            UInt16(value.isFinite ? min((Double(value) - lowest) * scale, Double(binCount - 1)) : 0)
        }
        var counts = [Int](repeating: 0, count: binCount)
        for bin in bins { counts[Int(bin)] += 1 }
        var rank = [Float](repeating: 0, count: binCount)
        var below = 0
        for bin in 0..<binCount {
            rank[bin] = (Float(below) + Float(counts[bin]) / 2) / Float(bins.count)
            below += counts[bin]
        }
        return Image(width: image.width, height: image.height, pixels: bins.map { rank[Int($0)] })
    }
}
