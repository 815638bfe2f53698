import Imaging

/// A picture that lines are drawn into, pixel by pixel.
struct Canvas: Sendable {
    /// Where a radiograph lies on the canvas, and which part of it is shown.
    struct Area: Sendable {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
        let frame: PictureFrame
    }

    static let drawn = RGBColor(red: 0xff, green: 0xb0, blue: 0)
    static let expected = RGBColor(red: 0x45, green: 0xc8, blue: 0xff)

    private(set) var image: ColorImage
    /// Half the width of a line in pixels.
    private static let radius = 1.1
    private static let dash = 9.0

    init(width: Int, height: Int) {
        image = ColorImage(width: width, height: height, channels: Array(repeating: 255, count: 3 * width * height))
    }

    /// Copies rows of grey values, which have to lie on the canvas.
    mutating func fill(_ greys: [UInt8], x: Int, y: Int, width: Int) {
        for (index, grey) in greys.enumerated() {
            let pixel = 3 * ((y + index / width) * image.width + x + index % width)
            for channel in 0..<3 { image.channels[pixel + channel] = grey }
        }
    }

    /// Draws the lines of an outline; what lies beyond the area is left out.
    mutating func stroke(_ outline: Outline, _ colour: RGBColor, in area: Area, isDashed: Bool) {
        for loop in outline.loops {
            var along = 0.0
            for (start, end) in zip(loop, loop.dropFirst() + loop.prefix(1)) {
                let (first, last) = (place(start, area), place(end, area))
                let (dx, dy) = (last.x - first.x, last.y - first.y)
                let length = (dx * dx + dy * dy).squareRoot()
                guard length > 0, length < 1e5 else { continue }
                for step in stride(from: 0.0, to: length, by: 0.4) {
                    if isDashed, (along + step).truncatingRemainder(dividingBy: Self.dash) > Self.dash * 0.6 {
                        continue
                    }
                    dot(first.x + dx * step / length, first.y + dy * step / length, colour, area)
                }
                along += length
            }
        }
    }

    private func place(_ point: OutlinePoint, _ area: Area) -> (x: Double, y: Double) {
        (
            (point.x - area.frame.x) / area.frame.width * Double(area.width),
            (point.y - area.frame.y) / area.frame.height * Double(area.height)
        )
    }

    private mutating func dot(_ x: Double, _ y: Double, _ colour: RGBColor, _ area: Area) {
        let rows = Int((y - Self.radius).rounded(.down))...Int((y + Self.radius).rounded(.up))
        let columns = Int((x - Self.radius).rounded(.down))...Int((x + Self.radius).rounded(.up))
        for row in rows where (0..<area.height).contains(row) {
            for column in columns where (0..<area.width).contains(column) {
                let (dx, dy) = (Double(column) + 0.5 - x, Double(row) + 0.5 - y)
                guard dx * dx + dy * dy <= Self.radius * Self.radius else { continue }
                let pixel = 3 * ((area.y + row) * image.width + area.x + column)
                image.channels[pixel] = colour.red
                image.channels[pixel + 1] = colour.green
                image.channels[pixel + 2] = colour.blue
            }
        }
    }
}
