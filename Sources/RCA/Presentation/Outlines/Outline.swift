package import Imaging

/// The closed lines round a region, in shares of a picture's sides.
package struct Outline: Sendable, Equatable {
    /// Three points or more each; the last is joined to the first. A hole is a line of its own.
    package var loops: [[OutlinePoint]]

    package init(loops: [[OutlinePoint]]) { self.loops = loops }

    /// Traces a region of a grid, its steps smoothed away.
    ///
    /// - Parameters:
    ///   - tolerance: how far the line may lie from the middles of the steps, in grid cells.
    ///   - smallest: regions and holes of fewer edges than this are left out.
    init(width: Int, height: Int, tolerance: Double = 0.6, smallest: Int = 4, isInside: (Int, Int) -> Bool) {
        loops = OutlineTracer.loops(width: width, height: height, isInside: isInside)
            .filter { $0.count >= smallest }
            .map { OutlineSimplification.simplified($0, tolerance: tolerance) }
            .filter { !$0.isEmpty }
            .map { loop in
                loop.map { OutlinePoint(x: $0.x / Double(width), y: $0.y / Double(height)) }
            }
    }

    /// The lines round one structure of a grid.
    package init(_ grid: LabelGrid, structure: Int) {
        let label = UInt8(structure + 1)
        self.init(width: grid.width, height: grid.height) { grid.labels[$1 * grid.width + $0] == label }
    }

    /// The same seen through a map, in shares of both sides' pictures.
    package func mapped(_ map: AffineMap) -> Outline {
        Outline(
            loops: loops.map { loop in
                loop.map { point in
                    let (x, y) = map.apply(x: point.x, y: point.y)
                    return OutlinePoint(x: x, y: y)
                }
            })
    }

    package var isEmpty: Bool { loops.isEmpty }
}

/// A point of an outline, in shares of a picture's width and height, from its upper left corner.
public struct OutlinePoint: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// The path data of SVG: what stands in the attribute `d`.
enum SVGPath {
    /// - Parameters:
    ///   - outlines: in shares of the picture that `frame` cuts from.
    ///   - width, height: of the drawing, in its units.
    /// - Returns: one closed subpath a loop, coordinates rounded to tenths; empty where there is none.
    static func data(_ outlines: [Outline], in frame: PictureFrame, width: Int, height: Int) -> String {
        var text = ""
        for loop in outlines.flatMap(\.loops) {
            for (position, point) in loop.enumerated() {
                text += position == 0 ? "M" : position == 1 ? "L" : " "
                text += tenths((point.x - frame.x) / frame.width * Double(width))
                text += ","
                text += tenths((point.y - frame.y) / frame.height * Double(height))
            }
            text += "Z"
        }
        return text
    }

    /// A number with at most one digit behind the point. Far outside a drawing one place is as good as another.
    static func tenths(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let units = Int((min(max(value, -1e6), 1e6) * 10).rounded())
        let (whole, rest) = (abs(units) / 10, abs(units) % 10)
        return (units < 0 ? "-" : "") + "\(whole)" + (rest > 0 ? ".\(rest)" : "")
    }
}
