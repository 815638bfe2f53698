/// The affine map as an optimiser sees it: six deviations from the identity, round the frame's centre.
extension AffineTransform {
    static let parameterCount = 6

    /// Derivatives of a pixel's grey value with respect to the six deviations (a, b, tx, c, d, ty).
    ///
    /// - Parameters:
    ///   - x, y: the pixel's position relative to the frame's centre.
    ///   - gradientX, gradientY: the grey value's gradient there.
    @inline(__always)
    static func gradient(x: Float, y: Float, gradientX: Float, gradientY: Float) -> [Float] {
        [gradientX * x, gradientX * y, gradientX, gradientY * x, gradientY * y, gradientY]
    }

    /// How strongly the prior holds each deviation, relative to the others: a shift by a tenth of the frame is
    /// as likely as a tenth of scale or shear, whose lever is about a quarter of the frame.
    static let priorScales: [Float] = [0.1, 0.1, 1, 0.1, 0.1, 1]

    /// The deviations from the identity of the map written round the frame's centre.
    var deviations: [Float] {
        [a - 1, b, tx + (a + b - 1) / 2, c, d - 1, ty + (c + d - 1) / 2]
    }

    /// The map with these deviations from the identity round the frame's centre.
    init(deviations p: [Float]) {
        self.init(
            a: 1 + p[0], b: p[1], tx: p[2] - (p[0] + p[1]) / 2, c: p[3], d: 1 + p[4], ty: p[5] - (p[3] + p[4]) / 2)
    }
}
