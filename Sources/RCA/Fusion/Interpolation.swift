/// Linear interpolation of square grids.
package enum Interpolation {
    /// Where a coordinate falls between the centres of `size` pixels: the lower one, and the way to the next in
    /// [0, 1]. Beyond the outermost centres it stays on them.
    ///
    /// - Parameter position: in pixels from the first pixel's centre.
    @inline(__always)
    package static func place(_ position: Float, size: Int) -> (cell: Int, fraction: Float) {
        let inside = min(max(position, 0), Float(size - 1))
        let cell = min(Int(inside), max(size - 2, 0))
        return (cell, inside - Float(cell))
    }

    /// size² values on a grid of another size over the same square. Rows first, then columns.
    ///
    /// - Precondition: `size` is 2 or more.
    package static func enlarged(_ values: [Float], size: Int, to gridSize: Int) -> [Float] {
        precondition(size >= 2 && values.count == size * size, "a grid of two pixels a side or more")
        let places = (0..<gridSize).map {
            place((Float($0) + 0.5) / Float(gridSize) * Float(size) - 0.5, size: size)
        }
        var line = [Float](repeating: 0, count: size)
        var result: [Float] = []
        result.reserveCapacity(gridSize * gridSize)
        for down in places {
            let upper = down.cell * size
            for x in 0..<size {
                line[x] = values[upper + x] + (values[upper + size + x] - values[upper + x]) * down.fraction
            }
            for across in places {
                result.append(line[across.cell] + (line[across.cell + 1] - line[across.cell]) * across.fraction)
            }
        }
        return result
    }
}
