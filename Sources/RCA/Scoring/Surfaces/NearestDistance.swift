import NumericSupport

/// How far the points of one outline lie from another.
package enum NearestDistance {
    /// A pair of points is looked at in a small part of the time that the transform takes for a cell.
    private static let pairsPerCell = 32

    /// The distance of each marked point to the nearest other one, in the order of the grid.
    ///
    /// Outlines are few points of many cells, so that looking at all pairs mostly takes less time than a transform of
    /// the grid; where they are many, the transform's time does not grow with them. Both give the same distances.
    /// - Parameters:
    ///   - points, others: `width * height` cells, row-major.
    package static func between(
        _ points: [Bool], _ others: [Bool], width: Int, height: Int, rowSpacing: Double, columnSpacing: Double
    ) -> [Double] {
        let from = points.indices.filter { points[$0] }
        let to = others.indices.filter { others[$0] }
        if from.count * to.count <= pairsPerCell * points.count {
            return ofAllPairs(from, to, width: width, rowSpacing: rowSpacing, columnSpacing: columnSpacing)
        }
        let squares = DistanceTransform.squared(
            others, width: width, height: height, rowSpacing: rowSpacing, columnSpacing: columnSpacing)
        return from.map { squares[$0].squareRoot() }
    }

    /// The distances by a look at all pairs, eight at a time.
    package static func ofAllPairs(
        _ points: [Int], _ others: [Int], width: Int, rowSpacing: Double, columnSpacing: Double
    ) -> [Double] {
        let count = (others.count + 7) / 8
        // What fills the last eight is infinitely far.
        var columns = [SIMD8<Double>](repeating: SIMD8(repeating: .infinity), count: count)
        var rows = columns
        for (place, other) in others.enumerated() {
            columns[place / 8][place % 8] = Double(other % width)
            rows[place / 8][place % 8] = Double(other / width)
        }
        return points.map { point in
            let column = SIMD8<Double>(repeating: Double(point % width))
            let row = SIMD8<Double>(repeating: Double(point / width))
            var nearest = SIMD8<Double>(repeating: .infinity)
            for place in columns.indices {
                let across = (columns[place] - column) * columnSpacing
                let down = (rows[place] - row) * rowSpacing
                let squares = down * down + across * across
                nearest = nearest.replacing(with: squares, where: squares .< nearest)
            }
            return nearest.min().squareRoot()
        }
    }
}
