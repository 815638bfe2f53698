import Imaging
import Registration
import TestSupport
import Testing

@Suite("Inverse transforms")
struct InverseFieldTests {
    @Test("the fast solution equals the plain one", arguments: 0..<12)
    func fastEqualsPlain(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let size = 16 * generator.integer(in: 1...4)
        let deformation = FreeFormDeformation.random(intervals: 4, amplitude: 0.05, using: &generator)
        let affine = AffineMap(deviations: (0..<6).map { _ in generator.double(in: -0.2...0.2) })
        let (fast, plain) = solutions(try #require(affine.inverse), field(deformation, size: size), size: size)
        #expect(largestDifference(fast, plain) < 1e-5)
    }

    @Test("displacements and maps that are no numbers read no memory but the field's")
    func broken() {
        for value in [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
            let displacement = [Float](repeating: value, count: 32 * 32)
            let (fast, plain) = solutions(.identity, (displacement, displacement), size: 32)
            #expect(fast.count == plain.count)
            let map = AffineMap(xx: Double(value), xy: 0, x0: 0, yx: 0, yy: 1, y0: Double(value))
            let still = [Float](repeating: 0.01, count: 32 * 32)
            _ = solutions(map, (still, still), size: 32)
        }
    }

    @Test("there and back again is where one was, within a tenth of a pixel on average", arguments: 0..<8)
    func inverse(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let size = 64
        let transform = SpatialTransform(
            affine: AffineMap(deviations: (0..<6).map { _ in generator.double(in: -0.1...0.1) }),
            deformation: .random(intervals: 8, amplitude: 0.03, using: &generator))
        let field = field(transform.deformation, size: size)
        let (scratch, inverseX, inverseY) = (
            ScratchBuffer(count: size * size / 2), ScratchBuffer(count: size * size), ScratchBuffer(count: size * size)
        )
        InverseField.invert(
            inverseAffine: try #require(transform.affine.inverse), displacementX: field.x, displacementY: field.y,
            size: size, scratch: scratch.base, inverseX: inverseX.base, inverseY: inverseY.base)
        var sum = 0.0
        var count = 0
        var largest = 0.0
        for index in 0..<size * size {
            let x = (Double(index % size) + 0.5) / Double(size)
            let y = (Double(index / size) + 0.5) / Double(size)
            let fixed = (x: x + Double(inverseX.base[index]), y: y + Double(inverseY.base[index]))
            // Beyond the frame the deformation is not known.
            guard (0.02...0.98).contains(fixed.x), (0.02...0.98).contains(fixed.y) else { continue }
            let back = transform(fixed.x, fixed.y)
            let error = ((back.x - x) * (back.x - x) + (back.y - y) * (back.y - y)).squareRoot() * Double(size)
            sum += error
            largest = max(largest, error)
            count += 1
        }
        #expect(count > size * size / 2)
        #expect(sum / Double(count) < 0.1 && largest < 0.5)
    }

    @Test("pictures brought back show what the moving frame sees; maps without an inverse are refused")
    func backwardWarp() {
        var generator = SeededGenerator(seed: 4)
        let size = 64
        let warp = BackwardWarp(parameters: .standard, size: size)
        let shift = SpatialTransform(
            affine: AffineMap(deviations: [0, 0, 4.0 / 64, 0, 0, -2.0 / 64]),
            deformation: FreeFormDeformation(intervals: 8))
        let picture = Image.smooth(width: size, height: size, using: &generator)
        let (result, inside) = (ScratchBuffer(count: size * size), ScratchBuffer(count: size * size))
        #expect(warp.invert(shift))
        let second = Image(width: size, height: size, pixels: picture.pixels.map { 1 - $0 })
        let other = ScratchBuffer(count: size * size)
        picture.pixels.withUnsafeBufferPointer { first in
            second.pixels.withUnsafeBufferPointer { second in
                warp.sample(
                    [first.baseAddress!, second.baseAddress!], into: [result.base, other.base], inside: inside.base)
            }
        }
        // T takes fixed pixel (x, y) to moving pixel (x + 4, y − 2).
        for y in 0..<size {
            for x in 0..<size {
                let isInside = x >= 4 && y + 2 < size
                #expect(inside.base[y * size + x] == (isInside ? 1 : 0))
                let expected = isInside ? picture[x - 4, y + 2] : 0
                #expect(abs(result.base[y * size + x] - expected) < 1e-4)
                #expect(abs(other.base[y * size + x] - (isInside ? 1 - expected : 0)) < 1e-4)
            }
        }
        let flat = AffineMap(xx: 0, xy: 0, x0: 0.5, yx: 0, yy: 1, y0: 0)
        #expect(!warp.invert(SpatialTransform(affine: flat, deformation: FreeFormDeformation(intervals: 8))))
    }

    private func field(_ deformation: FreeFormDeformation, size: Int) -> (x: [Float], y: [Float]) {
        let shifts = (0..<size * size).map {
            deformation.displacement(
                x: (Float($0 % size) + 0.5) / Float(size), y: (Float($0 / size) + 0.5) / Float(size))
        }
        return (shifts.map(\.x), shifts.map(\.y))
    }

    /// Both components after one another, by both kernels; the field lies at the end of its memory.
    private func solutions(
        _ inverse: AffineMap, _ field: (x: [Float], y: [Float]), size: Int
    ) -> (fast: [Float], plain: [Float]) {
        let (guardedX, guardedY) = (GuardedMemory(field.x), GuardedMemory(field.y))
        let (x, y) = (guardedX.values.baseAddress!, guardedY.values.baseAddress!)
        let half = size / 2
        func run(_ solve: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void) -> [Float] {
            let result = ScratchBuffer(count: 2 * half * half)
            solve(result.base, result.base + half * half)
            return result.values
        }
        let plain = run {
            InverseFieldReference.solve(
                inverseAffine: inverse, displacementX: x, displacementY: y, size: size, into: $0, $1)
        }
        #if RCA_PORTABLE
        return (plain, plain)
        #else
        let fast = run {
            InverseField.solve(inverseAffine: inverse, displacementX: x, displacementY: y, size: size, into: $0, $1)
        }
        return (fast, plain)
        #endif
    }
}
