import Imaging

/// Means over square boxes of an image, each in four additions (Crow, SIGGRAPH 1984).
package struct BoxMeans {
    private let side: Int
    /// For each corner the sum of all pixels above and to the left, (side + 1)² values.
    private let sums: [Double]

    /// - Parameters:
    ///   - values: of a square image, row-major.
    package init(_ values: [Float], side: Int) {
        precondition(values.count == side * side && side > 0, "a square image")
        var sums = [Double](repeating: 0, count: (side + 1) * (side + 1))
        for y in 0..<side {
            var row = 0.0
            for x in 0..<side {
                row += Double(values[y * side + x])
                sums[(y + 1) * (side + 1) + x + 1] = sums[y * (side + 1) + x + 1] + row
            }
        }
        self.side = side
        self.sums = sums
    }

    /// Writes the mean over the box of 2 · radius + 1 pixels a side round the place that lies `right` and `down` of each
    /// pixel. A place beyond the image is moved to its edge; what a box has beyond it does not count.
    package func write(radius: Int, right: Int, down: Int, to values: (_ pixel: Int, _ mean: Float) -> Void) {
        sums.withUnsafeBufferPointer { sums in
            for y in 0..<side {
                let (top, bottom) = span(y + down, radius)
                let (upper, lower) = (top * (side + 1), bottom * (side + 1))
                for x in 0..<side {
                    let (left, end) = span(x + right, radius)
                    let sum = sums[lower + end] - sums[lower + left] - sums[upper + end] + sums[upper + left]
                    values(y * side + x, Float(sum) / Float((bottom - top) * (end - left)))
                }
            }
        }
    }

    @inline(__always)
    private func span(_ middle: Int, _ radius: Int) -> (from: Int, to: Int) {
        let inside = min(max(middle, 0), side - 1)
        return (max(inside - radius, 0), min(inside + radius + 1, side))
    }
}
