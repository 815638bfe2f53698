import Imaging
import Registration
import TestSupport
import Testing

@Suite("Weighted squared difference")
struct SquaredDifferenceTests {
    @Test("the gradient equals central differences", arguments: 0..<6)
    func gradient(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        check(.random(limit: 100, using: &generator), affine: .identity, amplitude: 0.02, &generator)
    }

    @Test("so it does beyond the Huber limit", arguments: 0..<6)
    func gradientBeyondLimit(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        check(.random(limit: 0.3, using: &generator), affine: .identity, amplitude: 0.02, &generator)
    }

    @Test("so it does after an affine map that turns, and takes pixels off the moving image", arguments: 0..<6)
    func gradientOutside(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let affine = AffineMap(deviations: [0.1, -0.2, 0.15, 0.25, -0.05, -0.1])
        check(.random(limit: 0.5, using: &generator), affine: affine, amplitude: 0.01, &generator)
    }

    @Test("by hand: squared within the limit, linear beyond, weighted, and nothing outside")
    func byHand() {
        let fixed = Image(width: 2, height: 2, pixels: [0, 0, 0, 0])
        let moving = Image(width: 2, height: 2, pixels: [1, 1, 1, 1])
        func value(_ weights: [Float], limit: Float, shift: Float = 0) -> Double {
            SquaredDifference(fixed: fixed, moving: moving, weights: weights, limit: limit)
                .value(SpatialTransform(deformation: FreeFormDeformation(intervals: 1) { _, _ in (shift, 0) }))
        }
        #expect(value([1, 1, 1, 1], limit: 2) == 0.5)
        #expect(value([1, 1, 1, 1], limit: 0.5) == 0.5 * 0.75)
        #expect(value([4, 0, 0, 0], limit: 2) == 0.5)
        #expect(value([1, 1, 1, 1], limit: 2, shift: 0.5) == 0.25)
        #expect(value([1, 1, 1, 1], limit: 2, shift: 3) == 0)
    }

    @Test("a transform that is no number costs nothing and has no gradient")
    func notANumber() {
        var generator = SeededGenerator(seed: 5)
        let difference = SquaredDifference.random(limit: 1, using: &generator)
        let transform = SpatialTransform(
            deformation: FreeFormDeformation(intervals: 4) { _, _ in (.nan, .infinity) })
        #expect(difference.value(transform) == 0)
        #expect(difference.controlPointGradient(transform).allSatisfy { $0 == 0 })
    }

    /// The step is small because a pixel that passes from one cell of the bilinear picture to the next within it
    /// would see the slope jump.
    private func check(
        _ difference: SquaredDifference, affine: AffineMap, amplitude: Float, _ generator: inout SeededGenerator
    ) {
        let deformation = FreeFormDeformation.random(intervals: 4, amplitude: amplitude, using: &generator)
        let gradient = difference.controlPointGradient(SpatialTransform(affine: affine, deformation: deformation))
        let numeric = CentralDifference.gradient(at: deformation.controlPoints, step: 2e-6) {
            difference.value(
                SpatialTransform(affine: affine, deformation: FreeFormDeformation(intervals: 4, controlPoints: $0)))
        }
        let error = rootMeanSquare(zip(gradient, numeric).map { $0 - $1 })
        #expect(rootMeanSquare(numeric) > 1e-3)
        #expect(error < 1e-6 * rootMeanSquare(numeric))
    }
}

extension SquaredDifference {
    /// Two smooth random pictures of 24 × 24 with random weights.
    static func random(limit: Float, using generator: inout SeededGenerator) -> SquaredDifference {
        SquaredDifference(
            fixed: .smooth(width: 24, height: 24, using: &generator),
            moving: .smooth(width: 24, height: 24, using: &generator),
            weights: generator.floats(24 * 24, in: 0.1...2), limit: limit)
    }
}
