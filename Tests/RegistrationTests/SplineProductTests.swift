import LinearAlgebra
import Registration
import TestSupport
import Testing

@Suite("Products with the spline basis")
struct SplineProductTests {
    @Test(
        "equal the matrix products that they stand for",
        arguments: [(8, 1), (16, 3), (32, 4), (64, 8), (40, 7), (128, 8), (64, 32)])
    func plain(size: Int, intervals: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size * intervals))
        let controls = intervals + 3
        let basis = CubicBSpline.basis(size: size, intervals: intervals)
        let spline = SplineProduct(size: size, intervals: intervals)
        // Twice, as scratch memory must not matter.
        for _ in 0..<2 {
            let lattice = Matrix(
                rows: controls, columns: controls, values: generator.floats(controls * controls, in: -1...1))
            let pixels = Matrix(rows: size, columns: size, values: generator.floats(size * size, in: -1...1))
            var expanded = [Float](repeating: .nan, count: size * size)
            var projected = [Float](repeating: .nan, count: controls * controls)
            try lattice.values.withUnsafeBufferPointer { source in
                try expanded.withUnsafeMutableBufferPointer { target in
                    spline.expand(try #require(source.baseAddress), into: try #require(target.baseAddress))
                }
            }
            try pixels.values.withUnsafeBufferPointer { source in
                try projected.withUnsafeMutableBufferPointer { target in
                    spline.project(try #require(source.baseAddress), into: try #require(target.baseAddress))
                }
            }
            let expectedPixels = basis.multiplied(by: lattice).multiplied(by: basis.transposed).values
            let expectedLattice = basis.transposed.multiplied(by: pixels).multiplied(by: basis).values
            #expect(largestDifference(expanded, expectedPixels) < 1e-5)
            #expect(largestDifference(projected, expectedLattice) < 1e-5 * Double(size))
        }
    }
}
