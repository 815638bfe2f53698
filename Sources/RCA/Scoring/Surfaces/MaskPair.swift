/// Two masks on one grid, cut to the smallest rectangle that holds both: outlines cost what the structure costs, not
/// what the image does.
package struct MaskPair {
    package let width: Int
    package let height: Int
    package private(set) var first: [Bool]
    package private(set) var second: [Bool]

    /// - Parameters:
    ///   - first, second: a value a pixel, row-major, of one count.
    ///   - inFirst, inSecond: for each of the 256 values, whether it is in the mask.
    ///   - width: of the grid.
    package init(_ first: [UInt8], in inFirst: [Bool], _ second: [UInt8], in inSecond: [Bool], width: Int) {
        precondition(first.count == second.count && first.count % width == 0, "masks of one size")
        let height = first.count / width
        var rows = height..<height
        var columns = (lower: width, upper: 0)
        for y in 0..<height {
            var lower = width
            var upper = 0
            for x in 0..<width where inFirst[Int(first[y * width + x])] || inSecond[Int(second[y * width + x])] {
                lower = min(lower, x)
                upper = x + 1
            }
            guard upper > 0 else { continue }
            rows = min(rows.lowerBound, y)..<(y + 1)
            columns = (min(columns.lower, lower), max(columns.upper, upper))
        }
        let (top, left) = (rows.lowerBound, columns.lower)
        self.width = max(0, columns.upper - left)
        self.height = rows.count
        self.first = []
        self.second = []
        self.first.reserveCapacity(self.width * self.height)
        self.second.reserveCapacity(self.width * self.height)
        for y in top..<(top + self.height) {
            for x in left..<(left + self.width) {
                self.first.append(inFirst[Int(first[y * width + x])])
                self.second.append(inSecond[Int(second[y * width + x])])
            }
        }
    }
}

/// Outlines as MedPy has them: the pixels that an erosion by the cross of four neighbours takes away.
enum BorderPixels {
    /// The distances of the border pixels of each mask to the nearest one of the other, the first mask's first.
    static func distances(_ masks: MaskPair, rowSize: Double, columnSize: Double) -> [Double] {
        let first = border(masks.first, masks.width, masks.height)
        let second = border(masks.second, masks.width, masks.height)
        func distances(from border: [Bool], to other: [Bool]) -> [Double] {
            NearestDistance.between(
                border, other, width: masks.width, height: masks.height, rowSpacing: rowSize,
                columnSpacing: columnSize)
        }
        return distances(from: first, to: second) + distances(from: second, to: first)
    }

    /// What lies beyond the grid is outside of the mask.
    static func border(_ mask: [Bool], _ width: Int, _ height: Int) -> [Bool] {
        var border = mask
        guard width > 2, height > 2 else { return border }
        for y in 1..<(height - 1) {
            for index in (y * width + 1)..<(y * width + width - 1) where mask[index] {
                border[index] =
                    !(mask[index - 1] && mask[index + 1] && mask[index - width] && mask[index + width])
            }
        }
        return border
    }
}
