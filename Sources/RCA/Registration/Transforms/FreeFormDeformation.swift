import LinearAlgebra

/// A displacement field over the frame, given by a grid of cubic B-spline control points
/// (Rueckert et al., IEEE TMI 1999). Displacements are in frame units (1 is the frame's side).
public struct FreeFormDeformation: Sendable, Equatable {
    public let intervals: Int
    /// Control point displacements, first all x components, then all y components; each (intervals + 3)²,
    /// row-major with rows along y.
    public var controlPoints: [Float]

    public init(intervals: Int) {
        self.intervals = intervals
        controlPoints = Array(repeating: 0, count: 2 * (intervals + 3) * (intervals + 3))
    }

    /// - Precondition: `controlPoints` has 2 · (intervals + 3)² values.
    public init(intervals: Int, controlPoints: [Float]) {
        precondition(controlPoints.count == 2 * (intervals + 3) * (intervals + 3), "wrong number of control points")
        self.intervals = intervals
        self.controlPoints = controlPoints
    }

    /// The same deformation with twice as many intervals.
    public var refined: FreeFormDeformation {
        let refinement = CubicBSpline.refinement(intervals: intervals)
        let count = intervals + 3
        var fine: [Float] = []
        for component in 0..<2 {
            let grid = Matrix(
                rows: count, columns: count,
                values: Array(controlPoints[component * count * count..<(component + 1) * count * count]))
            fine += refinement.multiplied(by: grid).multiplied(by: refinement.transposed).values
        }
        return FreeFormDeformation(intervals: 2 * intervals, controlPoints: fine)
    }

    /// The displacement at a frame position, by the plain sum over the sixteen nearest control points.
    /// Positions outside the frame take the displacement of its nearest edge point, NaN that of the first edge.
    public func displacement(x: Float, y: Float) -> (x: Float, y: Float) {
        let shift = displacement(x: Double(x), y: Double(y))
        return (Float(shift.x), Float(shift.y))
    }

    /// The same without rounding to Float.
    public func displacement(x: Double, y: Double) -> (x: Double, y: Double) {
        func locate(_ position: Double) -> (interval: Int, weights: SIMD4<Double>) {
            // In this order of arguments a NaN becomes 0.
            let scaled = min(1, max(0, position)) * Double(intervals)
            let interval = min(Int(scaled), intervals - 1)
            return (interval, CubicBSpline.weights(at: scaled - Double(interval)))
        }
        let (column, across) = locate(x)
        let (row, down) = locate(y)
        let count = intervals + 3
        var sum = (x: 0.0, y: 0.0)
        for j in 0..<4 {
            for i in 0..<4 {
                let index = (row + j) * count + column + i
                let weight = across[i] * down[j]
                sum.x += weight * Double(controlPoints[index])
                sum.y += weight * Double(controlPoints[count * count + index])
            }
        }
        return sum
    }
}
