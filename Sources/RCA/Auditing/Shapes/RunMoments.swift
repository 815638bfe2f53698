import Imaging

/// Area, place and extent of a set of pixels, on an image whose sides both have the length 1.
struct RunMoments {
    let area: Double
    let across: Double
    let down: Double
    private(set) var width = 0.0
    private(set) var height = 0.0
    private(set) var spreadAcross = 0.0
    private(set) var spreadDown = 0.0
    /// The share of the pixels in the left half of the box.
    private(set) var leftHalf = 0.5
    /// The correlation of columns and rows; 0 for a single row or column.
    private(set) var slant = 0.0

    /// Nil without a pixel.
    init?(_ pixels: PixelRuns) {
        guard let first = pixels.runs.first, let last = pixels.runs.last else { return nil }
        // Sums of whole numbers below 2⁵³ are exact, in whatever order they are added.
        var (count, x, y, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (left, right) = (first.start, first.end)
        for run in pixels.runs {
            let (length, row) = (Double(run.count), Double(run.row))
            let (start, end) = (Double(run.start), Double(run.end - 1))
            let sum = (start + end) * length / 2
            count += length
            x += sum
            y += row * length
            xy += row * sum
            yy += row * row * length
            xx += Self.squares(through: end) - Self.squares(through: start - 1)
            left = min(left, run.start)
            right = max(right, run.end)
        }
        let (sideX, sideY) = (Double(pixels.width), Double(pixels.height))
        let mean = (x: x / count, y: y / count)
        let variance = (x: max(0, xx / count - mean.x * mean.x), y: max(0, yy / count - mean.y * mean.y))
        area = count / (sideX * sideY)
        across = (mean.x + 0.5) / sideX
        down = (mean.y + 0.5) / sideY
        width = Double(right - left) / sideX
        height = Double(last.row + 1 - first.row) / sideY
        spreadAcross = variance.x.squareRoot() / sideX
        spreadDown = variance.y.squareRoot() / sideY
        let spread = (variance.x * variance.y).squareRoot()
        slant = spread > 0 ? (xy / count - mean.x * mean.y) / spread : 0
        let middle = Double(left + right) / 2
        let inLeft = pixels.runs.reduce(0.0) { sum, run in
            sum + min(max(middle - Double(run.start), 0), Double(run.count))
        }
        leftHalf = inLeft / count
    }

    /// Area and centre of several structures together; nil without any.
    init?(sumOf parts: [RunMoments]) {
        guard !parts.isEmpty else { return nil }
        let area = parts.reduce(0) { $0 + $1.area }
        self.area = area
        across = parts.reduce(0) { $0 + $1.area * $1.across } / area
        down = parts.reduce(0) { $0 + $1.area * $1.down } / area
    }

    /// 0² + 1² + … + n².
    private static func squares(through n: Double) -> Double { n * (n + 1) * (2 * n + 1) / 6 }
}
