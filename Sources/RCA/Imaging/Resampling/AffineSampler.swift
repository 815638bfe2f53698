/// The inner loop of sampling through a map, on pointers. `AffineResampling.swift` checks sizes;
/// ``ResamplingReference`` is the plain version it is tested against.
struct AffineSampler<Sample: ResamplingSample> {
    let input: UnsafeBufferPointer<Sample>
    let inputWidth: Int
    let inputHeight: Int
    let map: AffineMap

    /// Adds to each pixel `x` of an output row the sample at (`x + offsetX`, `y`), and 1 to its count, where
    /// that lies inside the input.
    @inline(__always)
    func add(
        offsetX: Double, y: Double, _ sums: UnsafeMutableBufferPointer<Float>,
        _ counts: UnsafeMutableBufferPointer<Float>
    ) {
        guard let run = insideRun(offsetX, y, sums.count) else { return }
        let start = map.apply(x: Double(run.lowerBound) + offsetX, y: y)
        // Positions in units of 2^-32 pixel: no conversion in the loop can overflow, and 65,535 steps drift
        // by less than 2^-16. One sample has no step, and its map may be too steep for the format.
        let isSteep = run.count == 1
        let stepX = isSteep ? 0 : Self.fixedPoint(map.xx)
        let stepY = isSteep ? 0 : Self.fixedPoint(map.yx)
        var x = Self.fixedPoint(start.x - 0.5)
        var y = Self.fixedPoint(start.y - 0.5)
        // Held constant beyond the outermost centres; just short of the last, its neighbour exists.
        let lastX = max(((inputWidth - 1) << 32) - 1, 0)
        let lastY = max(((inputHeight - 1) << 32) - 1, 0)
        let next = inputWidth > 1 ? 1 : 0
        let below = inputHeight > 1 ? inputWidth : 0
        let pixels = input.baseAddress!
        let sums = sums.baseAddress!
        let counts = counts.baseAddress!
        for index in run {
            let column = min(max(x, 0), lastX)
            let row = min(max(y, 0), lastY)
            let corner = pixels + ((row >> 32) &* inputWidth &+ (column >> 32))
            let across = Self.fraction(column)
            let down = Self.fraction(row)
            let (upperLeft, lowerLeft) = (corner[0].asFloat, corner[below].asFloat)
            let upper = upperLeft + across * (corner[next].asFloat - upperLeft)
            let lower = lowerLeft + across * (corner[below &+ next].asFloat - lowerLeft)
            sums[index] += upper + down * (lower - upper)
            counts[index] += 1
            x &+= stepX
            y &+= stepY
        }
    }

    /// The output pixels of a row of `count` whose sample lies inside the input: one run, the input being convex.
    private func insideRun(_ offsetX: Double, _ y: Double, _ count: Int) -> Range<Int>? {
        var lower = 0.0
        var upper = Double(count - 1)
        let origin = map.apply(x: offsetX, y: y)
        for (start, step, end) in [(origin.x, map.xx, Double(inputWidth)), (origin.y, map.yx, Double(inputHeight))]
        where step != 0 {
            let (a, b) = (-start / step, (end - start) / step)
            lower = max(lower, min(a, b))
            upper = min(upper, max(a, b))
        }
        guard lower <= upper + 1 else { return nil }
        // The division was rounded: the map itself decides about the pixels at both ends.
        var first = max(Int(lower) - 1, 0)
        var last = min(Int(max(upper, 0)) + 1, count - 1)
        while first <= last, !isInside(Double(first) + offsetX, y) { first += 1 }
        while first <= last, !isInside(Double(last) + offsetX, y) { last -= 1 }
        return first <= last ? first..<(last + 1) : nil
    }

    private func isInside(_ x: Double, _ y: Double) -> Bool {
        let point = map.apply(x: x, y: y)
        return point.x >= 0 && point.x <= Double(inputWidth) && point.y >= 0 && point.y <= Double(inputHeight)
    }

    private static func fixedPoint(_ value: Double) -> Int { Int((value * 0x1p32).rounded()) }

    @inline(__always)
    private static func fraction(_ position: Int) -> Float {
        Float(Int32(truncatingIfNeeded: (position >> 9) & 0x7f_ffff)) * 0x1p-23
    }
}
