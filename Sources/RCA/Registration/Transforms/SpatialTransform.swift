public import Imaging

/// What a registration finds: the map from a point of the fixed image to its partner in the moving image,
/// `T(x) = A(x + u(x))` with an affine map A and a free-form deformation u, in frame coordinates.
public struct SpatialTransform: Sendable, Equatable {
    public var affine: AffineMap
    public var deformation: FreeFormDeformation

    public init(affine: AffineMap = .identity, deformation: FreeFormDeformation) {
        self.affine = affine
        self.deformation = deformation
    }

    public func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        let position = self(Double(x), Double(y))
        return (Float(position.x), Float(position.y))
    }

    /// The same without rounding to Float.
    public func callAsFunction(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        let shift = deformation.displacement(x: x, y: y)
        return affine.apply(x: x + shift.x, y: y + shift.y)
    }
}
