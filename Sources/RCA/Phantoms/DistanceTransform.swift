/// Exact Euclidean distances on a pixel grid (Felzenszwalb and Huttenlocher 2012): linear time, whole-number
/// arithmetic, so that ties are the same everywhere.
enum DistanceTransform {
    /// Larger than any squared distance in a radiograph, small enough to add to one.
    static let unreachable = 1 << 40

    /// Squared distance in pixels from every pixel to the nearest one where `isTarget`; ``unreachable`` or more
    /// if there is none.
    static func squared(width: Int, height: Int, isTarget: (Int) -> Bool) -> [Int] {
        var grid = (0..<(width * height)).map { isTarget($0) ? 0 : unreachable }
        var line = [Int](repeating: 0, count: max(width, height))
        for x in 0..<width {
            for y in 0..<height { line[y] = grid[y * width + x] }
            let result = lowerEnvelope(line[..<height])
            for y in 0..<height { grid[y * width + x] = result[y] }
        }
        for y in 0..<height {
            let result = lowerEnvelope(grid[(y * width)..<((y + 1) * width)])
            for x in 0..<width { grid[y * width + x] = result[x] }
        }
        return grid
    }

    /// For every position p, the least value of f(q) + (p − q)² over q.
    private static func lowerEnvelope(_ values: ArraySlice<Int>) -> [Int] {
        let f = Array(values)
        var vertices: [Int] = []
        // Parabola `vertices[k]` is lowest from `starts[k]` on.
        var starts: [Int] = []
        for q in f.indices where f[q] < unreachable {
            var start = 0
            while let last = vertices.last {
                // First whole position where the new parabola is strictly lower than the last one.
                let numerator = f[q] + q * q - f[last] - last * last
                let crossing = numerator / (2 * (q - last))
                start = numerator >= 0 ? crossing + 1 : max(0, crossing)
                if start <= starts[starts.count - 1] {
                    vertices.removeLast()
                    starts.removeLast()
                    start = 0
                } else {
                    break
                }
            }
            guard start < f.count else { continue }
            vertices.append(q)
            starts.append(vertices.count == 1 ? 0 : start)
        }
        guard !vertices.isEmpty else { return f }
        var k = 0
        return f.indices.map { p in
            while k + 1 < vertices.count, starts[k + 1] <= p { k += 1 }
            let d = p - vertices[k]
            return f[vertices[k]] + d * d
        }
    }
}
