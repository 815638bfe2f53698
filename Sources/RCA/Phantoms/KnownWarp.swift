import NumericSupport

/// An affine map of the plane in pixel coordinates (pixel centres at whole numbers), about a fixed centre:
/// `p ↦ centre + M (p − centre) + translation`.
///
///     let warp = KnownAffine(halfAngleTangent: 0.05, scale: 1.03, translation: [4, -2], centre: [127.5, 127.5])
///     let moved = image.warped(by: warp.callAsFunction)
public struct KnownAffine: Sendable, Equatable {
    /// Rows of the 2 × 2 matrix M.
    public var rows: (SIMD2<Float>, SIMD2<Float>)
    public var translation: SIMD2<Float>
    public var centre: SIMD2<Float>

    public init(rows: (SIMD2<Float>, SIMD2<Float>), translation: SIMD2<Float>, centre: SIMD2<Float>) {
        self.rows = rows
        self.translation = translation
        self.centre = centre
    }

    /// A rotation by the angle whose half has the tangent `halfAngleTangent`, with one scale for both axes.
    public init(halfAngleTangent: Float, scale: Float, translation: SIMD2<Float>, centre: SIMD2<Float>) {
        let turn = ExactMath.cosineAndSine(halfAngleTangent: halfAngleTangent) * scale
        self.init(rows: ([turn.x, -turn.y], [turn.y, turn.x]), translation: translation, centre: centre)
    }

    public func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        let d = SIMD2(x, y) - centre
        let a = rows.0 * d
        let b = rows.1 * d
        return (centre.x + a.x + a.y + translation.x, centre.y + b.x + b.y + translation.y)
    }

    public static func == (a: KnownAffine, b: KnownAffine) -> Bool {
        a.rows == b.rows && a.translation == b.translation && a.centre == b.centre
    }
}

/// A free-form deformation `p ↦ p + u(p)` whose displacement u is a uniform cubic B-spline (Rueckert et al.
/// 1999) over an image of `width` × `height` pixels, in pixels with pixel centres at whole numbers.
///
/// `intervals` knot intervals span the image from the outer edge of its first pixel to that of its last, both
/// ways; there are (intervals + 3)² control points, row-major, the first one interval outside the top left.
public struct KnownBSplineWarp: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let intervals: Int
    /// Displacement of each control point in pixels.
    public var displacements: [SIMD2<Float>]

    /// - Precondition: sides and intervals are positive and there are (intervals + 3)² displacements.
    public init(width: Int, height: Int, intervals: Int, displacements: [SIMD2<Float>]) {
        precondition(width > 0 && height > 0 && intervals > 0, "a warp needs an image and at least one interval")
        precondition(displacements.count == (intervals + 3) * (intervals + 3), "(intervals + 3)² displacements")
        self.width = width
        self.height = height
        self.intervals = intervals
        self.displacements = displacements
    }

    /// A smooth random warp: each control point moves by a normal draw with deviation `amplitude` pixels, cut off
    /// at two and a half deviations. It stays invertible while `amplitude` is below about a tenth of the interval.
    public init(width: Int, height: Int, intervals: Int, amplitude: Float, seed: UInt64) {
        var random = SplitMix64(seed: seed, index: intervals, purpose: 6)
        let displacements = (0..<((intervals + 3) * (intervals + 3))).map { _ in
            let x = random.normal(0, amplitude)
            return SIMD2(x, random.normal(0, amplitude))
        }
        self.init(width: width, height: height, intervals: intervals, displacements: displacements)
    }

    /// The displacement at a point. Outside the image the coordinates are clamped to its edge.
    public func displacement(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let (column, wx) = weights(x, side: width)
        let (row, wy) = weights(y, side: height)
        let stride = intervals + 3
        var sum = SIMD2<Float>.zero
        for j in 0..<4 {
            let first = (row + j) * stride + column
            let left: SIMD2<Float> = wx[0] * displacements[first] + wx[1] * displacements[first + 1]
            let right: SIMD2<Float> = wx[2] * displacements[first + 2] + wx[3] * displacements[first + 3]
            sum += wy[j] * (left + right)
        }
        return sum
    }

    public func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        let u = displacement(x, y)
        return (x + u.x, y + u.y)
    }

    /// First of the four control points that act at a coordinate, and their cubic B-spline weights.
    private func weights(_ coordinate: Float, side: Int) -> (first: Int, weights: SIMD4<Float>) {
        let position = (coordinate + 0.5) * Float(intervals) / Float(side)
        let clamped = max(0, min(Float(intervals), position))
        let first = min(Int(clamped), intervals - 1)
        let t = clamped - Float(first)
        let s = 1 - t
        let t2 = t * t
        return (
            first,
            SIMD4(
                s * s * s, 3 * t2 * t - 6 * t2 + 4, -3 * t2 * t + 3 * t2 + 3 * t + 1, t2 * t) / 6
        )
    }
}
