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
