import Imaging

/// How long a structure's outline is, as it is and smoothed, on a grid of at most 128 points a side: so masks of any
/// resolution can be compared, and the cost does not grow with theirs.
///
/// Lengths are by the formula of Cauchy and Crofton for four directions: changes between inside and outside are counted
/// along rows, columns and both diagonals (Lehmann and Legland 2012).
package struct OutlineFigures {
    /// The longer side of the grid.
    package static let side = 128
    /// The standard deviation of the smoothing, in shares of the square root of the grid's area.
    private static let smoothing = 0.02

    /// The outline's length squared by the area; nil where the grid has no point inside.
    private(set) var compactness: Double?
    /// The outline's length by that of the smoothed outline; nil where nothing is left of it.
    private(set) var raggedness: Double?
    /// The points that smoothing changes by those of the structure; nil without any.
    private(set) var loss: Double?
    /// The share of the outline that lies at the image's edge.
    private(set) var edgeShare = 0.0

    /// Of an outline that is not measured.
    init() {}

    init(_ mask: PixelMask) {
        guard let window = GridWindow(mask, side: Self.side, smoothing: Self.smoothing) else { return }
        let length = Self.length(window.inside, window.width)
        compactness = length * length / Double(window.count)
        edgeShare = min(1, Double(window.edgeCount) / length)
        let smooth = BoxBlur.smoothed(window.inside, width: window.width, radius: window.radius)
        loss = Double(zip(window.inside, smooth).count { $0 != $1 }) / Double(window.count)
        let smoothLength = Self.length(smooth, window.width)
        if smoothLength > 0 { raggedness = length / smoothLength }
    }

    /// π/8 of the changes along rows and columns, and of those along diagonals by √2. Outside the window is outside.
    ///
    /// - Parameter inside: row-major, 0 or 1, in rows of at most ``side`` values.
    package static func length(_ inside: [Int32], _ width: Int) -> Double {
        var (straight, diagonal) = (0, 0)
        var above: UInt128 = 0
        // A bit a point, the first in the lowest; what is shifted out at the right has nothing beyond it.
        func count(_ row: UInt128) {
            let (left, last) = (row << 1, Int(row >> 127))
            straight += (row ^ left).nonzeroBitCount + last + (row ^ above).nonzeroBitCount
            diagonal += (row ^ (above << 1)).nonzeroBitCount + Int(above >> 127)
            diagonal += (left ^ above).nonzeroBitCount + last
            above = row
        }
        for start in stride(from: 0, to: inside.count, by: width) {
            var row: UInt128 = 0
            for x in 0..<width where inside[start + x] != 0 { row |= 1 << UInt128(x) }
            count(row)
        }
        count(0)
        return .pi / 8 * (Double(straight) + Double(diagonal) / 2.0.squareRoot())
    }
}

/// The part of a coarse grid over a mask where a structure is, with room round it for smoothing.
private struct GridWindow {
    let width: Int
    /// Row-major, 1 inside the structure and 0 outside.
    let inside: [Int32]
    /// The points inside, and those of them at the image's edge.
    let count: Int
    let edgeCount: Int
    /// Of the boxes that smooth.
    let radius: Int

    /// Nil where no point of the grid is inside.
    init?(_ mask: PixelMask, side: Int, smoothing: Double) {
        let scale = max(1, Double(max(mask.width, mask.height)) / Double(side))
        let columns = max(1, Int((Double(mask.width) / scale).rounded()))
        let rows = max(1, Int((Double(mask.height) / scale).rounded()))
        let places = (0..<columns).map { (2 * $0 + 1) * mask.width / (2 * columns) }
        var grid = [Int32](repeating: 0, count: columns * rows)
        var (left, right, top, bottom, count, edge) = (columns, -1, rows, -1, 0, 0)
        for y in 0..<rows {
            let row = (2 * y + 1) * mask.height / (2 * rows)
            for x in 0..<columns where mask.contains(x: places[x], y: row) {
                grid[y * columns + x] = 1
                count += 1
                // A corner has two sides at the edge.
                edge += (y == 0 ? 1 : 0) + (y == rows - 1 ? 1 : 0) + (x == 0 ? 1 : 0) + (x == columns - 1 ? 1 : 0)
                left = min(left, x)
                right = max(right, x)
                top = min(top, y)
                bottom = y
            }
        }
        guard count > 0 else { return nil }
        // Three boxes of 2r + 1 have the variance r (r + 1).
        let deviation = smoothing * Double(columns * rows).squareRoot()
        let radius = max(1, Int(((1 + 4 * deviation * deviation).squareRoot() / 2 - 0.5).rounded()))
        let margin = 3 * radius + 1
        (left, right) = (max(0, left - margin), min(columns - 1, right + margin))
        (top, bottom) = (max(0, top - margin), min(rows - 1, bottom + margin))
        width = right - left + 1
        inside = (top...bottom).flatMap { grid[$0 * columns + left...$0 * columns + right] }
        self.count = count
        edgeCount = edge
        self.radius = radius
    }
}

/// Smoothing by three boxes one after another, which is all but a Gaussian (Wells 1986), in whole numbers.
private enum BoxBlur {
    private typealias Lanes = SIMD16<Int32>

    /// The points of which, smoothed, more than half is inside. What lies beyond the edges is as the edge.
    ///
    /// - Parameters:
    ///   - inside: row-major, 0 or 1.
    ///   - radius: of each box, which is 2 · radius + 1 wide; up to 8, so that sums fit 32 bits.
    static func smoothed(_ inside: [Int32], width: Int, radius: Int) -> [Int32] {
        let height = inside.count / width
        // Whole numbers, so that the order of the sums is free: first all down, then all across.
        let down = transposed(summedDown(inside, width: width, radius: radius), width: width)
        let values = transposed(summedDown(down, width: height, radius: radius), width: height)
        let box = Int64(2 * radius + 1)
        let half = box * box * box * box * box * box / 2
        return values.map { Int64($0) > half ? 1 : 0 }
    }

    /// Along every column, three times over, the sum of the 2 · radius + 1 values round each.
    private static func summedDown(_ values: [Int32], width: Int, radius: Int) -> [Int32] {
        let (height, perRow) = (values.count / width, (width + Lanes.scalarCount - 1) / Lanes.scalarCount)
        var lanes = [Lanes](repeating: .zero, count: perRow * height)
        for y in 0..<height {
            for x in 0..<width {
                lanes[y * perRow + x / Lanes.scalarCount][x % Lanes.scalarCount] = values[y * width + x]
            }
        }
        for _ in 0..<3 { lanes = sums(lanes, perRow: perRow, radius: radius) }
        var result: [Int32] = []
        result.reserveCapacity(values.count)
        for y in 0..<height {
            for x in 0..<width {
                result.append(lanes[y * perRow + x / Lanes.scalarCount][x % Lanes.scalarCount])
            }
        }
        return result
    }

    private static func sums(_ values: [Lanes], perRow: Int, radius: Int) -> [Lanes] {
        let last = values.count / perRow - 1
        var result = values
        for place in 0..<perRow {
            var sum = values[place] &* Lanes(repeating: Int32(radius))
            for row in 0...radius { sum &+= values[min(row, last) * perRow + place] }
            for row in 0...last {
                result[row * perRow + place] = sum
                sum &+= values[min(row + radius + 1, last) * perRow + place]
                sum &-= values[max(row - radius, 0) * perRow + place]
            }
        }
        return result
    }

    private static func transposed(_ values: [Int32], width: Int) -> [Int32] {
        let height = values.count / width
        var result = [Int32](repeating: 0, count: values.count)
        for y in 0..<height {
            for x in 0..<width { result[x * height + y] = values[y * width + x] }
        }
        return result
    }
}
