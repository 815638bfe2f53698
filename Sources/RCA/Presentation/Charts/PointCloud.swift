import Tables

/// Points of a chart: each for itself while they are few, as squares of how many they are otherwise.
struct PointCloud: Sendable {
    struct Cell: Sendable {
        let x: String
        let y: String
        let opacity: String
    }

    /// Path data of dots, empty for many points.
    let dots: String
    let cells: [Cell]
    let cellWidth: String
    let cellHeight: String

    static let largestCount = 3000
    private static let cellsAcross = 48

    /// - Precondition: `x` and `y` have one count.
    init(_ x: [Double], _ y: [Double], across: ChartScale, up: ChartScale) {
        precondition(x.count == y.count, "points have two coordinates")
        let places = zip(x, y).map { (across.place($0), up.place($1)) }
        let left = min(across.start, across.end)
        let top = min(up.start, up.end)
        let width = abs(across.end - across.start) / Double(Self.cellsAcross)
        let height = abs(up.end - up.start) / Double(Self.cellsAcross)
        (cellWidth, cellHeight) = (SVGPath.tenths(width + 0.1), SVGPath.tenths(height + 0.1))
        guard places.count > Self.largestCount else {
            dots = places.map { "M\(SVGPath.tenths($0)),\(SVGPath.tenths($1))h0" }.joined()
            cells = []
            return
        }
        var counts: [Int: Int] = [:]
        for (x, y) in places {
            let column = min(Int((x - left) / width), Self.cellsAcross - 1)
            let row = min(Int((y - top) / height), Self.cellsAcross - 1)
            counts[row * Self.cellsAcross + column, default: 0] += 1
        }
        // A cell of few points has to be seen beside one of thousands.
        let most = Double(counts.values.max() ?? 1).squareRoot().squareRoot()
        dots = ""
        cells = counts.sorted { $0.key < $1.key }.map { cell, count in
            Cell(
                x: SVGPath.tenths(left + Double(cell % Self.cellsAcross) * width),
                y: SVGPath.tenths(top + Double(cell / Self.cellsAcross) * height),
                opacity: DecimalText.threeDigits(0.15 + 0.85 * Double(count).squareRoot().squareRoot() / most))
        }
    }
}
