/// An affine map of the plane, from a point of one image to a point of another.
///
/// Coordinates are continuous. In *pixels* an image spans `0...width` by `0...height`, and pixel `(i, j)` has
/// its centre at `(i + 0.5, j + 0.5)`; in *frame coordinates*, which registration uses, every image spans
/// `0...1` by `0...1`. x points right and y down.
public struct AffineMap: Sendable, Equatable, Codable {
    /// `x' = xx * x + xy * y + x0`.
    public var xx: Double
    public var xy: Double
    public var x0: Double
    /// `y' = yx * x + yy * y + y0`.
    public var yx: Double
    public var yy: Double
    public var y0: Double

    public static let identity = AffineMap(xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0)

    public init(xx: Double, xy: Double, x0: Double, yx: Double, yy: Double, y0: Double) {
        self.xx = xx
        self.xy = xy
        self.x0 = x0
        self.yx = yx
        self.yy = yy
        self.y0 = y0
    }

    public func apply(x: Double, y: Double) -> (x: Double, y: Double) {
        (xx * x + xy * y + x0, yx * x + yy * y + y0)
    }

    /// The map whose entries are the means of several maps' entries; the identity of none.
    package static func mean(_ maps: [AffineMap]) -> AffineMap {
        guard !maps.isEmpty else { return .identity }
        func mean(_ entry: (AffineMap) -> Double) -> Double { maps.reduce(0) { $0 + entry($1) } / Double(maps.count) }
        return AffineMap(
            xx: mean(\.xx), xy: mean(\.xy), x0: mean(\.x0), yx: mean(\.yx), yy: mean(\.yy), y0: mean(\.y0))
    }

    public var determinant: Double { xx * yy - xy * yx }

    /// The map that applies `first` and then this one.
    public func after(_ first: AffineMap) -> AffineMap {
        AffineMap(
            xx: xx * first.xx + xy * first.yx, xy: xx * first.xy + xy * first.yy,
            x0: xx * first.x0 + xy * first.y0 + x0,
            yx: yx * first.xx + yy * first.yx, yy: yx * first.xy + yy * first.yy,
            y0: yx * first.x0 + yy * first.y0 + y0)
    }

    /// The map that undoes this one, or nil where the determinant is (nearly) zero or not finite.
    public var inverse: AffineMap? {
        let determinant = determinant
        guard determinant.isFinite, abs(determinant) > 1e-12 else { return nil }
        let scale = 1 / determinant
        return AffineMap(
            xx: yy * scale, xy: -xy * scale, x0: (xy * y0 - yy * x0) * scale,
            yx: -yx * scale, yy: xx * scale, y0: (yx * x0 - xx * y0) * scale)
    }

    /// Whether no product with a pixel coordinate can overflow.
    package var isUsable: Bool { [xx, xy, x0, yx, yy, y0].allSatisfy { abs($0) <= 1e12 } }

    /// How many samples stand for one output pixel along an axis whose unit step is (`x`, `y`) in the input:
    /// the length of the step rounded up, so that they are at most a pixel of the input apart; 1...32.
    package static func sampleCount(_ x: Double, _ y: Double) -> Int {
        let length = (x * x + y * y).squareRoot()
        // A scale such as 1024 / 256 through trigonometry must not become 4.0000000001 and so 5 samples.
        return Int(min(max((length - 1e-6).rounded(.up), 1), 32))
    }
}

/// An image sampled through a map that can leave the input.
public struct SampledImage: Sendable, Equatable {
    /// The mean of the samples that fell inside the input, in 0...1; 0 where none did.
    public var image: Image
    /// The share of each pixel's samples that fell inside the input: 0 outside, 1 inside, between on the edge.
    public var coverage: Image

    public init(image: Image, coverage: Image) {
        self.image = image
        self.coverage = coverage
    }
}
