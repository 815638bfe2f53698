/// A planar affine map `(x, y) ↦ (a·x + b·y + tx, c·x + d·y + ty)`.
///
/// In registration both sides are *frame coordinates*: the image spans [0, 1] × [0, 1] whatever its size in
/// pixels, x to the right and y down, and pixel i of n has its centre at (i + ½) / n.
public struct AffineTransform: Sendable, Equatable {
    public var a: Float
    public var b: Float
    public var tx: Float
    public var c: Float
    public var d: Float
    public var ty: Float

    public init(a: Float, b: Float, tx: Float, c: Float, d: Float, ty: Float) {
        self.a = a
        self.b = b
        self.tx = tx
        self.c = c
        self.d = d
        self.ty = ty
    }

    public static let identity = AffineTransform(a: 1, b: 0, tx: 0, c: 0, d: 1, ty: 0)

    public var determinant: Float { a * d - b * c }

    public func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        (a * x + b * y + tx, c * x + d * y + ty)
    }

    /// The map that applies `first` and then this one.
    public func after(_ first: AffineTransform) -> AffineTransform {
        AffineTransform(
            a: a * first.a + b * first.c, b: a * first.b + b * first.d, tx: a * first.tx + b * first.ty + tx,
            c: c * first.a + d * first.c, d: c * first.b + d * first.d, ty: c * first.tx + d * first.ty + ty)
    }

    /// The map that undoes this one, or nil where the determinant is zero or not finite.
    public var inverse: AffineTransform? {
        let determinant = determinant
        guard determinant.isFinite, abs(determinant) > 1e-12 else { return nil }
        let scale = 1 / determinant
        return AffineTransform(
            a: d * scale, b: -b * scale, tx: (b * ty - d * tx) * scale,
            c: -c * scale, d: a * scale, ty: (c * tx - a * ty) * scale)
    }
}
