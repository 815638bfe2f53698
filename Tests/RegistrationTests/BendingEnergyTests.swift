import LinearAlgebra
import Registration
import TestSupport
import Testing

@Suite("Bending energy")
struct BendingEnergyTests {
    @Test("affine displacements cost nothing", arguments: [1, 4, 8])
    func affine(intervals: Int) {
        var generator = SeededGenerator(seed: UInt64(intervals))
        let energy = BendingEnergy(intervals: intervals)
        let p = generator.floats(3, in: -1...1)
        let component = FreeFormDeformation(intervals: intervals) { x, y in (p[0] + p[1] * x + p[2] * y, 0) }
        // Against the energy of control points that go up and down by as much.
        let rough = energy.energy(of: generator.floats(energy.matrix.rows, in: -1...1))
        #expect(abs(energy.energy(of: component.components[0].values)) < 1e-6 * rough)
    }

    @Test("u = x² costs 4 and u = xy costs 2, by hand", arguments: [2, 4, 8])
    func knownFunctions(intervals: Int) {
        let energy = BendingEnergy(intervals: intervals)
        // The B-spline coefficients of x² are x² − h²/3 at the control points.
        let third = 1 / Float(3 * intervals * intervals)
        let square = FreeFormDeformation(intervals: intervals) { x, y in (x * x - third, y * y - third) }
        #expect(abs(energy.energy(of: square.components[0].values) - 4) < 1e-3)
        #expect(abs(energy.energy(of: square.components[1].values) - 4) < 1e-3)
        let saddle = FreeFormDeformation(intervals: intervals) { x, y in (x * y, 0) }
        #expect(abs(energy.energy(of: saddle.components[0].values) - 2) < 1e-3)
    }

    @Test("the matrix is symmetric and no displacement has negative energy", arguments: [1, 4, 8])
    func symmetric(intervals: Int) {
        var generator = SeededGenerator(seed: UInt64(intervals))
        let energy = BendingEnergy(intervals: intervals)
        #expect(energy.matrix == energy.matrix.transposed)
        for _ in 0..<20 { #expect(energy.energy(of: generator.floats(energy.matrix.rows, in: -1...1)) >= 0) }
    }

    @Test("the energy equals the numeric integral of squared second derivatives", arguments: [1, 3, 4])
    func integral(intervals: Int) {
        var generator = SeededGenerator(seed: UInt64(intervals))
        let deformation = FreeFormDeformation.random(intervals: intervals, amplitude: 0.1, using: &generator)
        let energy = BendingEnergy(intervals: intervals)
        for component in deformation.components {
            let expected = integratedEnergy(component, intervals: intervals, steps: 24)
            #expect(abs(Double(energy.energy(of: component.values)) - expected) < 3e-3 * expected)
        }
    }

    @Test("the gradient equals central differences", arguments: [1, 4])
    func gradient(intervals: Int) {
        var generator = SeededGenerator(seed: UInt64(intervals))
        let energy = BendingEnergy(intervals: intervals)
        let component = generator.floats(energy.matrix.rows, in: -0.5...0.5)
        let gradient = energy.gradient(of: component).map(Double.init)
        let numeric = CentralDifference.gradient(at: component, step: 0.25) { Double(energy.energy(of: $0)) }
        #expect(largestDifference(gradient, numeric) < 1e-4 * rootMeanSquare(numeric))
    }

    /// ∫ u_xx² + 2 u_xy² + u_yy² by the midpoint rule with `steps` points an interval and side.
    private func integratedEnergy(_ component: Matrix, intervals: Int, steps: Int) -> Double {
        func derivatives(_ position: Int) -> (first: Int, orders: [SIMD4<Double>]) {
            let interval = position / steps
            let t = (Double(position % steps) + 0.5) / Double(steps)
            let n = Double(intervals)
            return (
                interval,
                [
                    CubicBSpline.weights(at: t), n * CubicBSpline.weights(at: t, derivative: 1),
                    n * n * CubicBSpline.weights(at: t, derivative: 2),
                ]
            )
        }
        let side = intervals * steps
        var sum = 0.0
        for row in 0..<side {
            let down = derivatives(row)
            for column in 0..<side {
                let across = derivatives(column)
                var (xx, xy, yy) = (0.0, 0.0, 0.0)
                for j in 0..<4 {
                    for i in 0..<4 {
                        let value = Double(component[down.first + j, across.first + i])
                        xx += value * across.orders[2][i] * down.orders[0][j]
                        xy += value * across.orders[1][i] * down.orders[1][j]
                        yy += value * across.orders[0][i] * down.orders[2][j]
                    }
                }
                sum += xx * xx + 2 * xy * xy + yy * yy
            }
        }
        return sum / Double(side * side)
    }
}
