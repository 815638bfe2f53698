package import Imaging

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
        let grid = commonGrid(first, second)
        var counts = [Int](repeating: 0, count: 256 * 256)
        for (a, b) in zip(pixels(of: first, on: grid), pixels(of: second, on: grid)) {
            counts[Int(a) * 256 + Int(b)] += 1
        }
        return counts
    }

    /// The larger width and the larger height of two maps of one image.
    package static func commonGrid(_ first: LabelMap, _ second: LabelMap) -> PictureSize {
        PictureSize(width: max(first.width, second.width), height: max(first.height, second.height))
    }

    /// The index bytes of a map's nearest pixels at those of a grid over the same rectangle, row-major.
    package static func pixels(of map: LabelMap, on grid: PictureSize) -> [UInt8] {
        guard map.size != grid else { return map.indices }
        func places(_ count: Int, of size: Int) -> [Int] { (0..<size).map { (2 * $0 + 1) * count / (2 * size) } }
        let columns = places(map.width, of: grid.width)
        return places(map.height, of: grid.height).flatMap { row in columns.map { map.indices[row * map.width + $0] } }
    }
}
