/// The part of a picture that is shown, in shares of its sides.
public struct PictureFrame: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public static let whole = PictureFrame(x: 0, y: 0, width: 1, height: 1)

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The rectangle round all outlines with a margin, cut at the picture's edge; the whole picture without any.
    ///
    /// - Parameter margin: in shares of the picture's sides.
    init(around outlines: [Outline], margin: Double) {
        let points = outlines.flatMap(\.loops).flatMap { $0 }
        guard let first = points.first else {
            self = .whole
            return
        }
        var (left, top, right, bottom) = (first.x, first.y, first.x, first.y)
        for point in points {
            left = min(left, point.x)
            right = max(right, point.x)
            top = min(top, point.y)
            bottom = max(bottom, point.y)
        }
        func cut(_ value: Double) -> Double { min(max(value, 0), 1) }
        x = cut(left - margin)
        y = cut(top - margin)
        width = cut(right + margin) - x
        height = cut(bottom + margin) - y
        if width < 0.02 || height < 0.02 { self = .whole }
    }

    /// Width and height in pixels of a drawing of the frame whose longer side is `side`.
    ///
    /// - Parameter aspect: the whole picture's width over its height.
    func size(aspect: Double, side: Int) -> (width: Int, height: Int) {
        let shape = aspect * width / height
        // A strip of a picture still has to be seen.
        return shape >= 1
            ? (side, max(Int((Double(side) / shape).rounded()), 8))
            : (max(Int((Double(side) * shape).rounded()), 8), side)
    }
}
