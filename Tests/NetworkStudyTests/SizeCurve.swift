/// The picture of docs/learning.md: Dice of each size against the time of a forward pass.
struct SizeCurve {
    private static let (width, height) = (640.0, 360.0)
    private static let (left, right, top, bottom) = (64.0, 24.0, 20.0, 52.0)

    private let points: [(name: String, milliseconds: Double, dice: Double)]

    init(_ study: SizeStudy) {
        points = study.points.map { ($0.name, $0.milliseconds, SizeStudy.mean($0)) }
    }

    init(_ points: [(name: String, milliseconds: Double, dice: Double)]) { self.points = points }

    var svg: String {
        let (most, least) = (points.map(\.dice).max() ?? 1, points.map(\.dice).min() ?? 0)
        // Whole hundredths, with room for the names.
        let lower = ((least - 0.004) * 100).rounded(.down) / 100
        let upper = ((most + 0.002) * 100).rounded(.up) / 100
        let longest = ((points.map(\.milliseconds).max() ?? 1) * 1.25).rounded(.up)
        func x(_ milliseconds: Double) -> Double {
            Self.left + milliseconds / longest * (Self.width - Self.left - Self.right)
        }
        func y(_ dice: Double) -> Double {
            Self.height - Self.bottom - (dice - lower) / (upper - lower) * (Self.height - Self.top - Self.bottom)
        }
        func text(_ x: Double, _ y: Double, _ text: String, anchor: String = "middle", style: String = "") -> String {
            "<text x=\"\(Self.digits(x))\" y=\"\(Self.digits(y))\" text-anchor=\"\(anchor)\"\(style)>\(text)</text>"
        }
        func line(_ from: (Double, Double), _ to: (Double, Double)) -> String {
            "<path d=\"M\(Self.digits(from.0)) \(Self.digits(from.1))L\(Self.digits(to.0)) \(Self.digits(to.1))\"/>"
        }
        var parts: [String] = []
        let hundredths = Int((lower * 100).rounded())...Int((upper * 100).rounded())
        for hundredth in hundredths {
            let dice = Double(hundredth) / 100
            parts.append(line((Self.left, y(dice)), (Self.width - Self.right, y(dice))))
            parts.append(text(Self.left - 8, y(dice) + 4, ".\(hundredth)", anchor: "end"))
        }
        let step = longest > 8 ? 2 : 1
        for millisecond in stride(from: 0, through: Int(longest), by: step) {
            parts.append(text(x(Double(millisecond)), Self.height - Self.bottom + 18, "\(millisecond)"))
        }
        parts.append(
            text((Self.left + Self.width - Self.right) / 2, Self.height - 12, "ms of one processor for an image"))
        let middle = (Self.top + Self.height - Self.bottom) / 2
        parts.append(
            text(
                18, middle, "mean Dice of references left out",
                style: " transform=\"rotate(-90 18 \(Self.digits(middle)))\""))
        for point in points {
            parts.append(
                "<circle cx=\"\(Self.digits(x(point.milliseconds)))\" cy=\"\(Self.digits(y(point.dice)))\" r=\"5\"/>")
            parts.append(text(x(point.milliseconds) + 9, y(point.dice) + 16, point.name, anchor: "start"))
        }
        let style =
            "text{font:13px sans-serif;fill:#1e2228}path{stroke:#d5d9df;stroke-width:1}circle{fill:#2563a8}"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360"><style>\(style)</style>\
            <rect width="100%" height="100%" fill="#fff"/>\(parts.joined())</svg>

            """
    }

    private static func digits(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
