/// What a registration finds: the map from a point of the fixed image to its partner in the moving image,
/// `T(x) = A(x + u(x))` with an affine map A and a free-form deformation u, in frame coordinates.
public struct SpatialTransform: Sendable, Equatable {
    public var affine: AffineTransform
    public var deformation: FreeFormDeformation

    public init(affine: AffineTransform = .identity, deformation: FreeFormDeformation) {
        self.affine = affine
        self.deformation = deformation
    }

    public func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        let shift = deformation.displacement(x: x, y: y)
        return affine(x + shift.x, y + shift.y)
    }
}
