/// Follows the edges of a region of a grid.
package enum OutlineTracer {
    /// One step along the grid's lines, clockwise: right, down, left, up.
    private static let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]

    /// The closed lines round a region and round its holes, in grid units: the middles of the cell edges between
    /// inside and outside, in order. Cells that touch at a corner alone are two regions.
    ///
    /// - Parameter isInside: asked for columns `0..<width` and rows `0..<height` only.
    package static func loops(width: Int, height: Int, isInside: (Int, Int) -> Bool) -> [[OutlinePoint]] {
        let side = width + 1
        // Which ways lead on from each corner, as bits; the region lies on the right-hand side.
        var ways = [UInt8](repeating: 0, count: side * (height + 1))
        var starts: [Int] = []
        func inside(_ x: Int, _ y: Int) -> Bool {
            x >= 0 && y >= 0 && x < width && y < height && isInside(x, y)
        }
        for y in 0..<height {
            for x in 0..<width where isInside(x, y) {
                if !inside(x, y - 1) {
                    ways[y * side + x] |= 1
                    starts.append(y * side + x)
                }
                if !inside(x + 1, y) { ways[y * side + x + 1] |= 2 }
                if !inside(x, y + 1) { ways[(y + 1) * side + x + 1] |= 4 }
                if !inside(x - 1, y) { ways[(y + 1) * side + x] |= 8 }
            }
        }
        // Every closed line has an edge that leads right.
        return starts.compactMap { start in
            ways[start] & 1 == 0 ? nil : loop(from: start, side: side, ways: &ways)
        }
    }

    private static func loop(from start: Int, side: Int, ways: inout [UInt8]) -> [OutlinePoint] {
        var points: [OutlinePoint] = []
        var (corner, way) = (start, 0)
        repeat {
            ways[corner] &= ~(1 << UInt8(way))
            let (dx, dy) = steps[way]
            points.append(
                OutlinePoint(x: Double(corner % side) + Double(dx) / 2, y: Double(corner / side) + Double(dy) / 2))
            corner += dy * side + dx
            // The first way was taken already; led to again, it closes the line.
            let open = corner == start ? ways[corner] | 1 : ways[corner]
            // Where two ways lead on, the right-hand one stays with the same cell.
            guard let next = [(way + 1) % 4, way, (way + 3) % 4].first(where: { open & (1 << UInt8($0)) != 0 })
            else { break }
            way = next
        } while corner != start || way != 0
        return points
    }
}
