/// A polygon of COCO, drawn to the pixel as pycocotools draws it (`rleFrPoly` of `maskApi`, Lin et al. 2014).
///
/// That is not ``Polygon/filled(_:width:height:)``: the outline is rounded to fifths of a pixel first, and where it
/// crosses a column is rounded up.
enum COCOPolygon {
    /// The pixels inside, counted down the columns.
    ///
    /// - Parameter points: x and y of each corner by turns, in pixels from the image's upper left corner.
    /// - Precondition: there are three corners or more, none further away than a few times the image's sides.
    static func runs(_ points: [Double], width: Int, height: Int) -> [Range<Int>] {
        let crossings = crossings(points, width: width, height: height)
        // Between every second crossing and the next lies the inside; the last may be the image's end.
        var runs: [Range<Int>] = []
        for index in stride(from: 0, to: crossings.count, by: 2) {
            let end = index + 1 < crossings.count ? crossings[index + 1] : width * height
            if crossings[index] < end { runs.append(crossings[index]..<end) }
        }
        return runs
    }

    private static let scale = 5.0

    /// Where the outline crosses columns, as positions counted down the columns, sorted.
    private static func crossings(_ points: [Double], width: Int, height: Int) -> [Int] {
        let corners = stride(from: 0, to: points.count - 1, by: 2).map {
            (x: Int(scale * points[$0] + 0.5), y: Int(scale * points[$0 + 1] + 0.5))
        }
        var crossings: [Int] = []
        var last: (x: Int, y: Int)?
        for (index, corner) in corners.enumerated() {
            follow(from: corner, to: corners[(index + 1) % corners.count]) { point in
                defer { last = point }
                guard let last, point.x != last.x else { return }
                let x = (Double(point.x < last.x ? point.x : point.x - 1) + 0.5) / scale - 0.5
                guard x.rounded(.down) == x, x >= 0, x <= Double(width - 1) else { return }
                let y = (Double(min(point.y, last.y)) + 0.5) / scale - 0.5
                crossings.append(Int(x) * height + Int(min(max(y, 0), Double(height)).rounded(.up)))
            }
        }
        return crossings.sorted()
    }

    /// Calls `visit` with every point of a line, at fifths of a pixel.
    private static func follow(
        from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ visit: ((x: Int, y: Int)) -> Void
    ) {
        let (across, down) = (abs(end.x - start.x), abs(end.y - start.y))
        let isFlat = across >= down
        let isTurned = isFlat ? start.x > end.x : start.y > end.y
        let (first, second) = isTurned ? (end, start) : (start, end)
        let length = isFlat ? across : down
        let rise = length == 0 ? 0 : Double(isFlat ? second.y - first.y : second.x - first.x) / Double(length)
        for step in 0...length {
            let t = isTurned ? length - step : step
            visit(
                isFlat
                    ? (x: first.x + t, y: Int(Double(first.y) + rise * Double(t) + 0.5))
                    : (x: Int(Double(first.x) + rise * Double(t) + 0.5), y: first.y + t))
        }
    }
}
