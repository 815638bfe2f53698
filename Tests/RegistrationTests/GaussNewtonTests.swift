import Imaging
import LinearAlgebra
import Registration
import TestSupport
import Testing

@Suite("Gauss–Newton systems")
struct GaussNewtonTests {
    @Test("gradients are differences of neighbours in frame units, one-sided at the edge")
    func gradients() {
        let image = Image(width: 4, height: 4, pixels: (0..<16).map { Float($0 % 4 * ($0 % 4)) })
        let system = GaussNewtonSystem(image: image, weight: (0..<16).map { Float($0) })
        for row in 0..<4 {
            // x² at 0, 1, 2, 3: differences 1, 4/2, 8/2, 5 a pixel, four pixels a frame.
            #expect(Array(system.gradientX[row * 4..<row * 4 + 4]) == [4, 8, 16, 20])
        }
        #expect(system.gradientY.allSatisfy { $0 == 0 })
        #expect(system.weightedGradientX == (0..<16).map { system.gradientX[$0] * Float($0) / 16 })
    }

    @Test("the free-form matrix equals a brute-force JᵀWJ with the bending energy", arguments: 0..<3)
    func freeFormMatrix(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (size, intervals, bending) = (16, 2 + seed, Float(0.01))
        let controls = intervals + 3
        let half = controls * controls
        let weight = generator.floats(size * size, in: 0.1...2)
        let system = GaussNewtonSystem(image: .smooth(width: size, height: size, using: &generator), weight: weight)
        let matrix = system.freeFormMatrix(intervals: intervals, bending: bending)

        let basis = CubicBSpline.basis(size: size, intervals: intervals)
        let energy = BendingEnergy(intervals: intervals).matrix
        var expected = [Double](repeating: 0, count: 4 * half * half)
        for pixel in 0..<size * size {
            let row = jacobian(pixel, system, basis, controls)
            let share = Double(weight[pixel]) / Double(size * size)
            for i in row.indices where row[i] != 0 {
                for j in row.indices { expected[i * 2 * half + j] += share * row[i] * row[j] }
            }
        }
        for i in 0..<2 * half {
            expected[i * 2 * half + i] += Double(GaussNewtonSystem.ridge)
            for j in 0..<2 * half where i / half == j / half {
                expected[i * 2 * half + j] += Double(bending * energy[i % half, j % half])
            }
        }
        let scale = expected.map(abs).max() ?? 1
        #expect(largestDifference(matrix.values.map(Double.init), expected) < 1e-5 * scale)
        #expect(matrix == matrix.transposed)
    }

    @Test("the affine matrix equals a brute-force JᵀWJ with the prior", arguments: 0..<3)
    func affineMatrix(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let size = 16
        let weight = generator.floats(size * size, in: 0.1...2)
        let system = GaussNewtonSystem(image: .smooth(width: size, height: size, using: &generator), weight: weight)
        let matrix = system.affineMatrix(prior: 0.3)

        var expected = [Double](repeating: 0, count: 36)
        for pixel in 0..<size * size {
            let (x, y) = (centre(pixel % size, size), centre(pixel / size, size))
            let (gradientX, gradientY) = (Double(system.gradientX[pixel]), Double(system.gradientY[pixel]))
            let row = [gradientX * x, gradientX * y, gradientX, gradientY * x, gradientY * y, gradientY]
            for i in 0..<6 {
                for j in 0..<6 { expected[i * 6 + j] += Double(weight[pixel]) / Double(size * size) * row[i] * row[j] }
            }
        }
        for i in 0..<6 { expected[i * 7] += 0.3 * AffineMap.priorScales[i] + Double(GaussNewtonSystem.ridge) }
        let scale = expected.map(abs).max() ?? 1
        #expect(largestDifference(matrix.values.map(Double.init), expected) < 1e-6 * scale)
    }

    @Test("affine forces are sums of force times position", arguments: [8, 16, 40])
    func affineForce(size: Int) {
        var generator = SeededGenerator(seed: UInt64(size))
        let (forceX, forceY) = (generator.floats(size * size, in: -1...1), generator.floats(size * size, in: -1...1))
        let sums = AffineForce.sum(forceX: forceX, forceY: forceY, size: size)
        var expected = [Double](repeating: 0, count: 6)
        for pixel in 0..<size * size {
            let position = [centre(pixel % size, size), centre(pixel / size, size), 1]
            for index in 0..<3 {
                expected[index] += Double(forceX[pixel]) * position[index]
                expected[3 + index] += Double(forceY[pixel]) * position[index]
            }
        }
        #expect(largestDifference(sums, expected) < 1e-4)
    }

    private func centre(_ index: Int, _ size: Int) -> Double { (Double(index) + 0.5) / Double(size) - 0.5 }

    /// The derivative of one pixel's grey with respect to every displacement coefficient.
    private func jacobian(_ pixel: Int, _ system: GaussNewtonSystem, _ basis: Matrix, _ controls: Int) -> [Double] {
        let (x, y) = (pixel % system.size, pixel / system.size)
        let products = (0..<controls * controls).map {
            Double(basis[y, $0 / controls]) * Double(basis[x, $0 % controls])
        }
        return products.map { $0 * Double(system.gradientX[pixel]) }
            + products.map { $0 * Double(system.gradientY[pixel]) }
    }
}
