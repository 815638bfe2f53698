package import Imaging

// The affine map as an optimiser sees it: six deviations from the identity, round the frame's centre.
extension AffineMap {
    package static let parameterCount = 6

    /// Derivatives of a pixel's grey value with respect to the six deviations (xx, xy, x0, yx, yy, y0).
    ///
    /// - Parameters:
    ///   - x, y: the pixel's position relative to the frame's centre.
    ///   - gradientX, gradientY: the grey value's gradient there.
    static func gradient(x: Double, y: Double, gradientX: Double, gradientY: Double) -> [Double] {
        [gradientX * x, gradientX * y, gradientX, gradientY * x, gradientY * y, gradientY]
    }

    /// How strongly the prior holds each deviation, relative to the others: shifts ten times as strongly as scale
    /// and shear, whose lever arm within the frame is half a side at the most.
    package static let priorScales: [Double] = [0.1, 0.1, 1, 0.1, 0.1, 1]

    /// The deviations from the identity of a map of frame coordinates, written round the frame's centre.
    package var deviations: [Double] {
        [xx - 1, xy, x0 + (xx + xy - 1) / 2, yx, yy - 1, y0 + (yx + yy - 1) / 2]
    }

    /// The map with these deviations from the identity round the frame's centre.
    package init(deviations p: [Double]) {
        self.init(
            xx: 1 + p[0], xy: p[1], x0: p[2] - (p[0] + p[1]) / 2, yx: p[3], yy: 1 + p[4], y0: p[5] - (p[3] + p[4]) / 2)
    }
}
