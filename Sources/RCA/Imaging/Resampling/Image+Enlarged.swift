extension Image {
    /// The square image at a larger size, row-major, by linear interpolation between pixel centres; constant
    /// beyond the outermost. Rows first, then columns, so that the inner loops run along memory.
    package func enlarged(to gridSize: Int) -> [Float] {
        let places = (0..<gridSize).map { index -> (cell: Int, fraction: Float) in
            let position = min(max((Float(index) + 0.5) / Float(gridSize) * Float(width) - 0.5, 0), Float(width - 1))
            let cell = min(Int(position), width - 2)
            return (cell, position - Float(cell))
        }
        var result = [Float](repeating: 0, count: gridSize * gridSize)
        var line = [Float](repeating: 0, count: width)
        for (row, down) in places.enumerated() {
            let upper = down.cell * width
            for x in 0..<width {
                line[x] = pixels[upper + x] + (pixels[upper + width + x] - pixels[upper + x]) * down.fraction
            }
            for (column, across) in places.enumerated() {
                result[row * gridSize + column] =
                    line[across.cell] + (line[across.cell + 1] - line[across.cell]) * across.fraction
            }
        }
        return result
    }
}
