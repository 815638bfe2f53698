import Imaging
import Phantoms
import TestSupport
import Testing

@Suite("Known warps")
struct WarpingTests {
    @Test("The identity changes nothing")
    func identity() {
        let radiograph = ChestPhantom(seed: 2, index: 0).radiograph(width: 40, height: 30)
        let image = Image(width: 40, height: 30, pixels: bytes(radiograph.image).map(Float.init))
        #expect(image.warped { ($0, $1) } == image)
        #expect(radiograph.labels.warped { ($0, $1) } == radiograph.labels)
        let still = KnownBSplineWarp(width: 40, height: 30, intervals: 4, amplitude: 0, seed: 1)
        #expect(radiograph.labels.warped(by: still.callAsFunction) == radiograph.labels)
    }

    @Test("The result at a pixel is the source at the mapped point")
    func pull() {
        let image = Image(width: 3, height: 2, pixels: [0, 10, 20, 30, 40, 50])
        #expect(image.warped { ($0 + 1, $1) }.pixels == [10, 20, 20, 40, 50, 50])
        #expect(image.warped { ($0 + 0.5, $1 + 0.5) }.pixels == [20, 30, 35, 35, 45, 50])
        #expect(image.warped { _, _ in (.nan, .infinity) }.pixels.allSatisfy { $0.isFinite })
        let map = labelMap(["120", "001"])
        #expect(map.warped { ($0 + 1, $1) } == labelMap(["200", "010"]))
        #expect(map.warped { ($0 + 0.4, $1 - 0.4) } == map)
        #expect(map.warped { _, _ in (.nan, .infinity) } == labelMap(["000", "000"]))
        #expect(Image(width: 1, height: 1, pixels: [7]).warped { ($0 + 3, $1) }.pixels == [7])
    }

    @Test("A linear ramp is reproduced by bilinear interpolation under any affine map")
    func ramp() {
        var image = Image(width: 64, height: 64)
        for y in 0..<64 { for x in 0..<64 { image[x, y] = 2 * Float(x) - 3 * Float(y) } }
        let warp = KnownAffine(halfAngleTangent: 0.04, scale: 0.9, translation: [1.3, -0.7], centre: [31.5, 31.5])
        let warped = image.warped(by: warp.callAsFunction)
        for y in 12..<52 {
            for x in 12..<52 {
                let p = warp(Float(x), Float(y))
                #expect(abs(warped[x, y] - (2 * p.x - 3 * p.y)) < 1e-3)
            }
        }
    }

    @Test("A rotation keeps distances times its scale, and its centre moves by the translation")
    func rotation() {
        let warp = KnownAffine(halfAngleTangent: 0.1, scale: 1.2, translation: [2, 3], centre: [10, 20])
        #expect(warp(10, 20) == (12, 23))
        let p = warp(13, 24)
        let distance = ((p.x - 12) * (p.x - 12) + (p.y - 23) * (p.y - 23)).squareRoot()
        #expect(abs(distance - 6) < 1e-4)
    }

    @Test("Equal control points shift everything; weights add up to one and follow a linear field")
    func bSpline() {
        let intervals = 5
        let count = intervals + 3
        let shift = KnownBSplineWarp(
            width: 50, height: 30, intervals: intervals,
            displacements: Array(repeating: [1.5, -2], count: count * count))
        // A spline whose control points lie on a line is that line.
        let linear = KnownBSplineWarp(
            width: 50, height: 30, intervals: intervals,
            displacements: (0..<(count * count)).map { [Float($0 % count - 1), 2 * Float($0 / count - 1)] })
        var random = SeededGenerator(seed: 12)
        for _ in 0..<500 {
            let x = Float.random(in: -0.5...49.5, using: &random)
            let y = Float.random(in: -0.5...29.5, using: &random)
            let a = shift.displacement(x, y)
            #expect(abs(a.x - 1.5) < 1e-5 && abs(a.y + 2) < 1e-5)
            let b = linear.displacement(x, y)
            #expect(abs(b.x - (x + 0.5) / 10) < 1e-4 && abs(b.y - (y + 0.5) / 3) < 1e-4)
        }
        #expect(shift.displacement(-100, 900) == shift.displacement(-0.5, 29.5))
    }

    @Test("A random warp is as large as asked and the same for the same seed")
    func randomWarp() {
        let warp = KnownBSplineWarp(width: 256, height: 256, intervals: 8, amplitude: 4, seed: 5)
        #expect(warp == KnownBSplineWarp(width: 256, height: 256, intervals: 8, amplitude: 4, seed: 5))
        #expect(warp != KnownBSplineWarp(width: 256, height: 256, intervals: 8, amplitude: 4, seed: 6))
        let largest = warp.displacements.map { max(abs($0.x), abs($0.y)) }.max() ?? 0
        #expect(largest > 4 && largest <= 10)
    }
}
