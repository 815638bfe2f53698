public import Files

/// Closed lines in an image, as outlines are drawn by hand.
///
/// Points are in pixels: an image spans `0...width` by `0...height`, and pixel (i, j) has its centre at
/// (i + 0.5, j + 0.5).
public struct Polygon: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// In the order of the line, which leads from the last back to the first.
    public var points: [Point]

    public init(_ points: [Point]) { self.points = points }

    /// The polygon with each point moved and stretched.
    public func scaled(x: Double, y: Double, offset: Double = 0) -> Polygon {
        Polygon(points.map { Point(x: ($0.x + offset) * x, y: ($0.y + offset) * y) })
    }

    /// - Throws: ``InputError`` (`file damaged`) where there are fewer than three points, or one is not within the
    ///   image.
    public func check(width: Int, height: Int, named name: String) throws(InputError) {
        guard points.count >= 3 else {
            throw InputError(
                .fileDamaged, name, "has \(points.count) points, too few for an outline", remedy: "give three or more")
        }
        for (number, point) in points.enumerated()
        where !(0...Double(width)).contains(point.x) || !(0...Double(height)).contains(point.y) {
            throw InputError(
                .fileDamaged, name,
                "point \(number + 1) (\(point.x), \(point.y)) lies outside the image of \(width) × \(height)",
                remedy: "check which image size the points belong to")
        }
    }

    /// Which pixels' centres lie within the polygons, by the even-odd rule: in an odd number of them.
    ///
    /// A centre exactly on a line belongs to what lies right of it or below, so that areas which share a line share no
    /// pixel. What leaves the image is cut off.
    /// - Returns: `width * height` values, row-major.
    public static func filled(_ polygons: [Polygon], width: Int, height: Int) -> [Bool] {
        var inside = [Bool](repeating: false, count: width * height)
        for row in 0..<height {
            let crossings = polygons.flatMap { $0.crossings(y: Double(row) + 0.5) }.sorted()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let first = column(crossings[pair], width)
                let end = column(crossings[pair + 1], width)
                for x in first..<max(first, end) { inside[row * width + x] = true }
            }
        }
        return inside
    }

    /// The first pixel whose centre is not left of a line at `x`.
    private static func column(_ x: Double, _ width: Int) -> Int {
        Int(min(max((x - 0.5).rounded(.up), 0), Double(width)))
    }

    /// Where the line crosses a height; of each piece the upper end counts and the lower does not.
    private func crossings(y: Double) -> [Double] {
        guard var last = points.last else { return [] }
        var crossings: [Double] = []
        for point in points {
            if (last.y <= y) != (point.y <= y) {
                crossings.append(last.x + (y - last.y) / (point.y - last.y) * (point.x - last.x))
            }
            last = point
        }
        return crossings
    }
}
