import Files
import LinearAlgebra
import Registration
import TestSupport
import Testing

@Suite("Cubic B-splines")
struct CubicBSplineTests {
    @Test("the basis functions are not negative and sum to one", arguments: 0..<20)
    func partitionOfUnity(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for t in [0, 1, generator.double(in: 0...1)] {
            let weights = CubicBSpline.weights(at: t)
            #expect(weights.min() >= 0)
            #expect(abs(weights.sum() - 1) < 1e-14)
            #expect(abs(CubicBSpline.weights(at: t, derivative: 1).sum()) < 1e-14)
            #expect(abs(CubicBSpline.weights(at: t, derivative: 2).sum()) < 1e-14)
        }
    }

    @Test("derivatives equal central differences", arguments: [1, 2])
    func derivatives(order: Int) {
        var generator = SeededGenerator(seed: UInt64(order))
        for _ in 0..<50 {
            let t = generator.double(in: 0.01...0.99)
            let step = 1e-5
            let above = CubicBSpline.weights(at: t + step, derivative: order - 1)
            let below = CubicBSpline.weights(at: t - step, derivative: order - 1)
            let difference = (above - below) / (2 * step) - CubicBSpline.weights(at: t, derivative: order)
            #expect((difference * difference).sum().squareRoot() < 1e-8)
        }
    }

    @Test("neighbouring intervals join with equal value, slope and curvature", arguments: 0...2)
    func continuity(order: Int) {
        let end = CubicBSpline.weights(at: 1, derivative: order)
        let start = CubicBSpline.weights(at: 0, derivative: order)
        #expect(abs(end[0]) < 1e-14 && abs(start[3]) < 1e-14)
        for index in 0..<3 { #expect(abs(end[index + 1] - start[index]) < 1e-14) }
    }

    @Test(
        "the pixel basis is not negative and sums to one in every row", arguments: [(16, 4), (64, 8), (30, 7), (5, 1)])
    func pixelBasis(size: Int, intervals: Int) {
        let basis = CubicBSpline.basis(size: size, intervals: intervals)
        #expect(basis.rows == size && basis.columns == intervals + 3)
        #expect(basis.values.allSatisfy { $0 >= 0 })
        for row in 0..<size {
            let sum = (0..<basis.columns).reduce(0) { $0 + Double(basis[row, $1]) }
            #expect(abs(sum - 1) < 1e-6)
        }
    }

    @Test("basis · control points · basisᵀ is the displacement at the pixels' centres", arguments: 0..<6)
    func basisAgreesWithDisplacement(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (size, intervals) = (generator.integer(in: 8...40), generator.integer(in: 1...9))
        let deformation = FreeFormDeformation.random(intervals: intervals, amplitude: 1, using: &generator)
        let basis = CubicBSpline.basis(size: size, intervals: intervals)
        let fields = deformation.components.map { basis.multiplied(by: $0).multiplied(by: basis.transposed) }
        for y in 0..<size {
            for x in 0..<size {
                let shift = deformation.displacement(
                    x: (Float(x) + 0.5) / Float(size), y: (Float(y) + 0.5) / Float(size))
                #expect(abs(fields[0][y, x] - shift.x) < 2e-6 && abs(fields[1][y, x] - shift.y) < 2e-6)
            }
        }
    }

    @Test("refining changes the displacement nowhere", arguments: 0..<8)
    func refinement(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let coarse = FreeFormDeformation.random(
            intervals: generator.integer(in: 1...8), amplitude: 1, using: &generator)
        let fine = coarse.refined
        #expect(fine.intervals == 2 * coarse.intervals)
        let edges: [Float] = [0, 1, 0.5, 1e-6, 1 - 1e-6]
        for x in edges + generator.floats(20, in: 0...1) {
            for y in edges + generator.floats(5, in: 0...1) {
                let (first, second) = (coarse.displacement(x: x, y: y), fine.displacement(x: x, y: y))
                #expect(abs(first.x - second.x) < 1e-6 && abs(first.y - second.y) < 1e-6)
            }
        }
    }

    @Test(
        "the gram matrix equals numeric quadrature of the products",
        arguments: [(1, 0), (3, 0), (3, 1), (5, 2), (8, 2)])
    func gram(intervals: Int, derivative: Int) {
        let gram = CubicBSpline.gram(intervals: intervals, derivative: derivative)
        let count = intervals + 3
        var expected = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        // The midpoint rule: its error falls with the square of the step.
        let steps = 400
        var scale = 1.0
        for _ in 0..<derivative { scale *= Double(intervals) }
        for interval in 0..<intervals {
            for step in 0..<steps {
                let t = (Double(step) + 0.5) / Double(steps)
                let values = CubicBSpline.weights(at: t, derivative: derivative) * scale
                for i in 0..<4 {
                    for j in 0..<4 {
                        expected[interval + i][interval + j] += values[i] * values[j] / Double(steps * intervals)
                    }
                }
            }
        }
        let largest = expected.joined().max() ?? 1
        #expect(largestDifference(Array(gram.joined()), Array(expected.joined())) < 1e-5 * largest)
        if derivative == 0 { #expect(abs(gram.joined().reduce(0, +) - 1) < 1e-12) }
    }
}
