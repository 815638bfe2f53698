package import Imaging

/// A mask on a coarse grid, a bit a point: each point is the mask's nearest pixel.
package struct CoarseMask {
    package let width: Int
    /// From the top; of each, the first point in the lowest bit. Bits beyond the width are 0.
    package let rows: [UInt128]

    /// - Parameter side: the points along the longer side; at most 128. A smaller mask keeps its pixels.
    package init(_ mask: PixelRuns, side: Int) {
        precondition(side <= UInt128.bitWidth, "a row has at most \(UInt128.bitWidth) points")
        let scale = max(1, Double(max(mask.width, mask.height)) / Double(side))
        let width = max(1, Int((Double(mask.width) / scale).rounded()))
        let height = max(1, Int((Double(mask.height) / scale).rounded()))
        var rows = [UInt128](repeating: 0, count: height)
        mask.forEachSampledRun(columns: width, rows: height) { row, columns in
            rows[row] |= Self.mask(columns.count) << UInt128(columns.lowerBound)
        }
        self.init(width: width, rows: rows)
    }

    package init(width: Int, rows: [UInt128]) {
        self.width = width
        self.rows = rows
    }

    /// The points inside.
    var count: Int { rows.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The sides of points inside that lie at the image's edge: two of a point in a corner.
    var edgeCount: Int {
        let sides = rows.reduce(0) { $0 + Int($1 & 1) + Int($1 >> UInt128(width - 1) & 1) }
        return (rows.first?.nonzeroBitCount ?? 0) + (rows.last?.nonzeroBitCount ?? 0) + sides
    }

    /// The points of which, smoothed, more than half is inside; a row as in ``rows``.
    ///
    /// By three boxes one after another, which is all but a Gaussian (Wells 1986), in whole numbers. The mask goes on
    /// beyond its edges as it is there.
    ///
    /// - Parameter share: the standard deviation, in shares of the square root of the grid's area.
    package func smoothed(by share: Double) -> [UInt128] {
        let weights = Self.weights(deviation: share * Double(width * rows.count).squareRoot())
        let reach = weights.count / 2
        var smooth = [UInt128](repeating: 0, count: rows.count)
        // Where nothing is near, nothing is left.
        guard let top = rows.firstIndex(where: { $0 != 0 }), let bottom = rows.lastIndex(where: { $0 != 0 }) else {
            return smooth
        }
        let near = max(0, top - reach)...min(rows.count - 1, bottom + reach)
        let total = weights.reduce(0, +)
        let used = rows[top...bottom].reduce(0, |)
        let groups = (0..<(width + Lanes.scalarCount - 1) / Lanes.scalarCount).filter { group in
            let columns = Self.columns(group)
            return used & (columns << UInt128(reach) | columns >> UInt128(reach) | columns) != 0
        }
        let half = Lanes(repeating: UInt16(Int(total) * Int(total) / 2))
        for group in groups {
            let across = near.map { Self.across(window(rows[$0], group: group, reach: reach), weights) }
            for (place, y) in near.enumerated() {
                var sum = Lanes.zero
                for (offset, weight) in weights.enumerated() {
                    let row = min(max(place + offset - reach, 0), across.count - 1)
                    sum &+= across[row] &* Lanes(repeating: weight)
                }
                smooth[y] |= UInt128(Self.bits(sum .> half)) << UInt128(group * Lanes.scalarCount)
            }
        }
        let inside = Self.mask(width)
        return smooth.map { $0 & inside }
    }

    private typealias Lanes = SIMD16<UInt16>

    /// One bit of each lane.
    private static let places = Lanes(
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)

    /// A one for each of the first `count` points.
    private static func mask(_ count: Int) -> UInt128 {
        count == UInt128.bitWidth ? .max : (1 << UInt128(count)) - 1
    }

    /// The points of a group of lanes.
    private static func columns(_ group: Int) -> UInt128 {
        mask(Lanes.scalarCount) << UInt128(group * Lanes.scalarCount)
    }

    /// The points of a group of a row, and as many on either side as smoothing reaches; beyond the row's ends, the point
    /// at the end.
    private func window(_ row: UInt128, group: Int, reach: Int) -> UInt32 {
        let first = group * Lanes.scalarCount - reach
        let isLast = row >> UInt128(width - 1) & 1 == 1
        let beyond = isLast ? ~UInt32(truncatingIfNeeded: Self.mask(max(0, min(32, width - first)))) : 0
        guard first < 0 else { return UInt32(truncatingIfNeeded: row >> UInt128(first)) | beyond }
        let before = row & 1 == 1 ? UInt32(truncatingIfNeeded: Self.mask(-first)) : 0
        return UInt32(truncatingIfNeeded: row << UInt128(-first)) | before | beyond
    }

    /// A window's points smoothed along the row, times the sum of the weights.
    private static func across(_ window: UInt32, _ weights: [UInt16]) -> Lanes {
        var sum = Lanes.zero
        guard window != 0 else { return sum }
        for (offset, weight) in weights.enumerated() {
            let bits = Lanes(repeating: UInt16(truncatingIfNeeded: window >> UInt32(offset)))
            sum &+= Lanes.zero.replacing(with: Lanes(repeating: weight), where: (bits & places) .!= .zero)
        }
        return sum
    }

    private static func bits(_ lanes: SIMDMask<SIMD16<Int16>>) -> UInt16 {
        Lanes.zero.replacing(with: places, where: lanes).wrappedSum()
    }

    /// Of three boxes of 2r + 1, whose variance r (r + 1) is nearest to the deviation's square.
    ///
    /// A grid of 128 × 128 points asks for at most r = 2, so that all sums fit 16 bits.
    private static func weights(deviation: Double) -> [UInt16] {
        let radius = max(1, Int(((1 + 4 * deviation * deviation).squareRoot() / 2 - 0.5).rounded()))
        precondition(radius <= 2, "the sums would not fit 16 bits")
        let box = [UInt16](repeating: 1, count: 2 * radius + 1)
        func wider(_ weights: [UInt16]) -> [UInt16] {
            var sums = [UInt16](repeating: 0, count: weights.count + 2 * radius)
            for (place, weight) in weights.enumerated() {
                for offset in box.indices { sums[place + offset] += weight }
            }
            return sums
        }
        return wider(wider(box))
    }
}
