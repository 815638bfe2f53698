import Vectors

/// How far each pixel of a square grid lies from the outline of a region: exact Euclidean distances between pixel
/// centres, cut off at a reach.
package enum SignedDistance {
    /// - Parameters:
    ///   - inside: size² values, row-major.
    ///   - size: a multiple of 8.
    ///   - reach: whole pixels; what lies further away counts as this far. The cost grows with it.
    /// - Returns: size² distances in pixels: above 0 inside the region, below 0 outside, with the outline half a pixel
    ///   from the centres next to it. All ±`reach` where the region is empty or fills the grid.
    package static func distances(inside: [Bool], size: Int, reach: Int) -> [Float] {
        precondition(inside.count == size * size && size % 8 == 0, "a grid of runs of eight pixels")
        let toOutside = squaredDistances(to: inside.map { !$0 }, size: size, reach: reach)
        let toInside = squaredDistances(to: inside, size: size, reach: reach)
        let limit = Float(reach)
        return inside.indices.map { index in
            inside[index]
                ? min(toOutside[index].squareRoot() - 0.5, limit) : max(0.5 - toInside[index].squareRoot(), -limit)
        }
    }

    /// Squared distances to the nearest pixel of a set, one axis after the other: along the rows from pixel to pixel,
    /// then the least of what the rows within reach give (Felzenszwalb and Huttenlocher, Theory of Computing 2012,
    /// section 2; within a short reach trying every row is faster than lower envelopes).
    private static func squaredDistances(to set: [Bool], size: Int, reach: Int) -> [Float] {
        let far = Float((reach + 1) * (reach + 1))
        var along = [Float](repeating: far, count: size * size)
        var result = [Float](repeating: far, count: size * size)
        set.withUnsafeBufferPointer { set in
            along.withUnsafeMutableBufferPointer { along in
                result.withUnsafeMutableBufferPointer { result in
                    guard let along = along.baseAddress, let result = result.baseAddress else { return }
                    for row in 0..<size {
                        let set = UnsafeBufferPointer(rebasing: set[row * size..<(row + 1) * size])
                        if set.contains(true) { self.along(set, reach: reach, into: along + row * size) }
                    }
                    for column in stride(from: 0, to: size, by: 8) {
                        let block = along + column
                        // Rows from which something is within reach.
                        let near = (0..<size).filter { row in
                            Lanes.above(SIMD8(repeating: far), Lanes.read(block + row * size)) != 0
                        }
                        guard let first = near.first, let last = near.last else { continue }
                        for row in max(0, first - reach)...min(size - 1, last + reach) {
                            Lanes.write(
                                nearest(to: row, in: block, of: first...last, size: size, reach: reach, far: far),
                                result + row * size + column)
                        }
                    }
                }
            }
        }
        return result
    }

    /// Squared distances to the nearest pixel of a set within a row.
    private static func along(_ set: UnsafeBufferPointer<Bool>, reach: Int, into squares: UnsafeMutablePointer<Float>) {
        var steps = reach + 1
        for column in set.indices {
            steps = set[column] ? 0 : min(steps + 1, reach + 1)
            squares[column] = Float(steps)
        }
        steps = reach + 1
        for column in set.indices.reversed() {
            steps = set[column] ? 0 : min(steps + 1, reach + 1)
            let nearest = min(squares[column], Float(steps))
            squares[column] = nearest * nearest
        }
    }

    /// For eight pixels of a row, the least of what the rows within reach give. Rows are taken from the row itself
    /// outwards, until the way to a row alone is no shorter than what each of the eight has.
    ///
    /// - Parameters:
    ///   - along: of the eight columns, squared distances within each row.
    ///   - rows: those beyond which nothing is within reach.
    private static func nearest(
        to row: Int, in along: UnsafePointer<Float>, of rows: ClosedRange<Int>, size: Int, reach: Int, far: Float
    ) -> SIMD8<Float> {
        var best = Lanes.minimum(Lanes.read(along + row * size), SIMD8(repeating: far))
        var step = max(1, rows.lowerBound - row, row - rows.upperBound)
        while step <= reach {
            let across = SIMD8(repeating: Float(step * step))
            guard Lanes.above(best, across) != 0 else { break }
            if row - step >= rows.lowerBound {
                best = Lanes.minimum(Lanes.read(along + (row - step) * size) + across, best)
            }
            if row + step <= rows.upperBound {
                best = Lanes.minimum(Lanes.read(along + (row + step) * size) + across, best)
            }
            step += 1
        }
        return best
    }
}
