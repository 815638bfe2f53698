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
