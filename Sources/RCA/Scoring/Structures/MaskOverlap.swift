import Imaging

/// The Dice of two masks of one image, from every pixel.
package enum MaskOverlap {
    /// - Parameters:
    ///   - places: for each structure its place in the first mask's list and in the second's; nil where a mask cannot
    ///     have it.
    /// - Returns: one value a structure, in [0, 1]; nil where it is in neither mask. Of masks of two sizes the smaller
    ///   one's nearest pixels count, at the size of the larger.
    package static func dice(
        _ first: StructureMap, _ second: StructureMap, places: [(first: Int?, second: Int?)]
    ) -> [Double?] {
        let counts = meetings(first.labels, second.labels)
        return places.map { places in
            var sizes = (first: 0, second: 0, both: 0)
            for (cell, count) in counts.enumerated() where count > 0 {
                let inFirst = places.first.map { first.table[cell / 256] == Int32($0 + 1) } ?? false
                let inSecond = places.second.map { second.table[cell % 256] == Int32($0 + 1) } ?? false
                if inFirst { sizes.first += count }
                if inSecond { sizes.second += count }
                if inFirst && inSecond { sizes.both += count }
            }
            let total = sizes.first + sizes.second
            return total > 0 ? 2 * Double(sizes.both) / Double(total) : nil
        }
    }

    /// How often each byte of one map lies on each of the other.
    private static func meetings(_ first: LabelMap, _ second: LabelMap) -> [Int] {
        var counts = [Int](repeating: 0, count: 256 * 256)
        if first.width == second.width, first.height == second.height {
            for (a, b) in zip(first.indices, second.indices) { counts[Int(a) * 256 + Int(b)] += 1 }
            return counts
        }
        let (width, height) = (max(first.width, second.width), max(first.height, second.height))
        func places(_ count: Int, of size: Int) -> [Int] { (0..<size).map { (2 * $0 + 1) * count / (2 * size) } }
        let (columns, rows) = (places(first.width, of: width), places(first.height, of: height))
        let (otherColumns, otherRows) = (places(second.width, of: width), places(second.height, of: height))
        for y in 0..<height {
            let (row, otherRow) = (rows[y] * first.width, otherRows[y] * second.width)
            for x in 0..<width {
                counts[Int(first.indices[row + columns[x]]) * 256 + Int(second.indices[otherRow + otherColumns[x]])] +=
                    1
            }
        }
        return counts
    }
}
