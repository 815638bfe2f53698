import Imaging
import Registration
import TestSupport
import Testing

@Suite("Free-form deformations")
struct FreeFormDeformationTests {
    @Test("control points of a linear function give that function", arguments: 0..<5)
    func linear(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let intervals = generator.integer(in: 1...8)
        let p = generator.floats(6, in: -1...1)
        let deformation = FreeFormDeformation(intervals: intervals) { x, y in
            (p[0] + p[1] * x + p[2] * y, p[3] + p[4] * x + p[5] * y)
        }
        for _ in 0..<50 {
            let (x, y) = (generator.float(in: 0...1), generator.float(in: 0...1))
            let shift = deformation.displacement(x: x, y: y)
            #expect(abs(shift.x - (p[0] + p[1] * x + p[2] * y)) < 2e-6)
            #expect(abs(shift.y - (p[3] + p[4] * x + p[5] * y)) < 2e-6)
        }
    }

    @Test("outside the frame the edge's displacement continues, and no position is a crash")
    func outside() {
        var generator = SeededGenerator(seed: 3)
        let deformation = FreeFormDeformation.random(intervals: 4, amplitude: 1, using: &generator)
        for (outside, edge) in [(Float(-3), Float(0)), (7, 1), (.infinity, 1), (-.infinity, 0), (.nan, 0)] {
            #expect(deformation.displacement(x: outside, y: 0.3) == deformation.displacement(x: edge, y: 0.3))
            #expect(deformation.displacement(x: 0.3, y: outside) == deformation.displacement(x: 0.3, y: edge))
        }
    }

    @Test("a transform displaces first and then applies the affine map")
    func order() {
        let shift = FreeFormDeformation(intervals: 4) { _, _ in (0.1, 0.2) }
        let affine = AffineMap(xx: 2, xy: 0, x0: 0.01, yx: 0, yy: 3, y0: 0.02)
        let position = SpatialTransform(affine: affine, deformation: shift)(0.3, 0.4)
        #expect(abs(position.x - 0.81) < 1e-6 && abs(position.y - 1.82) < 1e-6)
    }

    @Test("affine deviations round the centre and maps turn into one another", arguments: 0..<10)
    func deviations(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let p = (0..<6).map { _ in generator.double(in: -0.5...0.5) }
        let map = AffineMap(deviations: p)
        #expect(largestDifference(map.deviations, p) < 1e-12)
        #expect(largestDifference(AffineMap.identity.deviations, [0, 0, 0, 0, 0, 0]) == 0)
        let centre = map.apply(x: 0.5, y: 0.5)
        #expect(abs(centre.x - 0.5 - p[2]) < 1e-12 && abs(centre.y - 0.5 - p[5]) < 1e-12)
    }
}
