import LinearAlgebra
import Registration
import TestSupport

extension FreeFormDeformation {
    /// Control points spread evenly over ± amplitude frame units.
    static func random(
        intervals: Int, amplitude: Float, using generator: inout SeededGenerator
    ) -> FreeFormDeformation {
        let count = 2 * (intervals + 3) * (intervals + 3)
        return FreeFormDeformation(
            intervals: intervals, controlPoints: generator.floats(count, in: -amplitude...amplitude))
    }

    /// Control points set to a function's values at their positions.
    init(intervals: Int, _ function: (_ x: Float, _ y: Float) -> (x: Float, y: Float)) {
        let positions = (0..<intervals + 3).map { Float($0 - 1) / Float(intervals) }
        let values = positions.flatMap { y in positions.map { x in function(x, y) } }
        self.init(intervals: intervals, controlPoints: values.map(\.x) + values.map(\.y))
    }

    /// The x and the y control points as matrices with rows along y.
    var components: [Matrix] {
        let side = intervals + 3
        return [0, 1].map { component in
            Matrix(
                rows: side, columns: side,
                values: Array(controlPoints[component * side * side..<(component + 1) * side * side]))
        }
    }
}
