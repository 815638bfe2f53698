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

    init(_ mask: PixelRuns) {
        let grid = CoarseMask(mask, side: Self.side)
        let count = grid.count
        guard count > 0 else { return }
        let length = Self.length(grid.rows)
        compactness = length * length / Double(count)
        edgeShare = min(1, Double(grid.edgeCount) / length)
        let smooth = grid.smoothed(by: Self.smoothing)
        loss = Double(zip(grid.rows, smooth).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }) / Double(count)
        let smoothLength = Self.length(smooth)
        if smoothLength > 0 { raggedness = length / smoothLength }
    }

    /// π/8 of the changes along rows and columns, and of those along diagonals by √2. Outside the grid is outside.
    ///
    /// - Parameter rows: a bit a point, the first in the lowest.
    package static func length(_ rows: [UInt128]) -> Double {
        var (straight, diagonal) = (0, 0)
        var above: UInt128 = 0
        // What is shifted out at the right has nothing beyond it.
        func count(_ row: UInt128) {
            guard row | above != 0 else { return }
            let (left, last) = (row << 1, Int(row >> 127))
            straight += (row ^ left).nonzeroBitCount + last + (row ^ above).nonzeroBitCount
            diagonal += (row ^ (above << 1)).nonzeroBitCount + Int(above >> 127)
            diagonal += (left ^ above).nonzeroBitCount + last
            above = row
        }
        for row in rows { count(row) }
        count(0)
        return .pi / 8 * (Double(straight) + Double(diagonal) / 2.0.squareRoot())
    }
}
