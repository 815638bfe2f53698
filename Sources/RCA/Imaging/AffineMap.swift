/// An affine map of the plane, from a point of one image to a point of another, in pixels.
///
/// Continuous coordinates: an image spans `0...width` by `0...height`, and pixel `(i, j)` has its centre at
/// `(i + 0.5, j + 0.5)`.
public struct AffineMap: Sendable, Equatable {
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
