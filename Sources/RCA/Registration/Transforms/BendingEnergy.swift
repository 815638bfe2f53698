public import LinearAlgebra

/// The bending energy of a free-form deformation, ∫ u_xx² + 2 u_xy² + u_yy² over the frame for each component
/// of the displacement u (Rueckert et al. 1999, eq. 9), as a quadratic form in the control points.
///
/// It is zero for affine displacements and independent of them: a stiff deformation still rotates and scales.
public struct BendingEnergy: Sendable {
    /// Symmetric, positive semi-definite, with a row for each control point of a component: the energy of one with
    /// control points c (row-major, rows along y) is cᵀ · matrix · c.
    public let matrix: Matrix

    public init(intervals: Int) {
        let count = intervals + 3
        let value = CubicBSpline.gram(intervals: intervals, derivative: 0)
        let slope = CubicBSpline.gram(intervals: intervals, derivative: 1)
        let curvature = CubicBSpline.gram(intervals: intervals, derivative: 2)
        var matrix = Matrix(rows: count * count, columns: count * count)
        for y1 in 0..<count {
            for x1 in 0..<count {
                for y2 in max(0, y1 - 3)..<min(count, y1 + 4) {
                    for x2 in max(0, x1 - 3)..<min(count, x1 + 4) {
                        matrix[y1 * count + x1, y2 * count + x2] = Float(
                            curvature[x1][x2] * value[y1][y2] + 2 * slope[x1][x2] * slope[y1][y2]
                                + value[x1][x2] * curvature[y1][y2])
                    }
                }
            }
        }
        self.matrix = matrix
    }

    /// The energy of one displacement component.
    ///
    /// - Precondition: `component` has a value for each control point.
    public func energy(of component: [Float]) -> Float {
        zip(component, matrix.multiplied(by: component)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The energy's gradient with respect to the control points of one component, 2 · matrix · component.
    public func gradient(of component: [Float]) -> [Float] {
        matrix.multiplied(by: component).map { 2 * $0 }
    }
}
