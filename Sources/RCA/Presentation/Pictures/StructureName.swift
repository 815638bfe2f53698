/// The name of a structure, written into a picture of the mask.
struct StructureName: Sendable, Equatable {
    let name: String
    let x: String
    let y: String

    /// Smaller regions than this share of the picture are not named.
    private static let smallestShare = 0.02

    /// One for each structure that is large enough to carry its name, in the middle of its largest region.
    static func all(_ names: [String], _ outlines: [Outline], in frame: PictureFrame, width: Int, height: Int)
        -> [StructureName]
    {
        zip(names, outlines).compactMap { name, outline in
            let regions = outline.loops.map { loop in (loop: loop, area: abs(area(loop))) }
            guard let largest = regions.max(by: { $0.area < $1.area }),
                largest.area >= smallestShare * frame.width * frame.height
            else { return nil }
            let middle = middle(largest.loop)
            return StructureName(
                name: name, x: SVGPath.tenths((middle.x - frame.x) / frame.width * Double(width)),
                y: SVGPath.tenths((middle.y - frame.y) / frame.height * Double(height)))
        }
    }

    private static func area(_ loop: [OutlinePoint]) -> Double {
        zip(loop, loop.dropFirst() + loop.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
    }

    /// The centroid of a polygon.
    private static func middle(_ loop: [OutlinePoint]) -> OutlinePoint {
        let area = area(loop)
        guard area != 0 else { return loop[0] }
        var (x, y) = (0.0, 0.0)
        for (a, b) in zip(loop, loop.dropFirst() + loop.prefix(1)) {
            let cross = a.x * b.y - b.x * a.y
            x += (a.x + b.x) * cross
            y += (a.y + b.y) * cross
        }
        return OutlinePoint(x: x / (6 * area), y: y / (6 * area))
    }
}
