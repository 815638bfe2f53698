import Imaging
import Registration
import TestSupport
import Testing

@Suite("Sampling kernels")
struct SamplingKernelTests {
    @Test("the fast forces equal the plain ones", arguments: 0..<40)
    func forces(seed: Int) {
        let sampling = SamplingCase.random(seed: seed)
        let pictures = Pictures(size: sampling.size, seed: seed)
        let fast = pictures.forces(sampling, isFast: true)
        let plain = pictures.forces(sampling, isFast: false)
        expectEqual(fast, plain, sampling, validity: pictures.validity)
    }

    @Test("the fast warp equals the plain one", arguments: 0..<40)
    func warp(seed: Int) {
        let sampling = SamplingCase.random(seed: seed)
        let pictures = Pictures(size: sampling.size, seed: seed)
        let fast = pictures.warp(sampling, isFast: true)
        let plain = pictures.warp(sampling, isFast: false)
        expectEqual(fast, plain, sampling, validity: pictures.validity)
    }

    @Test("a map with parts that are no numbers, or too large, gives finite results, alike in both kernels")
    func broken() {
        for sampling in SamplingCase.broken {
            let pictures = Pictures(size: sampling.size, seed: 1)
            let results = [
                (pictures.forces(sampling, isFast: true), pictures.forces(sampling, isFast: false)),
                (pictures.warp(sampling, isFast: true), pictures.warp(sampling, isFast: false)),
            ]
            for (fast, plain) in results {
                #expect(fast.first.allSatisfy(\.isFinite) && fast.second.allSatisfy(\.isFinite))
                #expect(largestDifference(fast.first, plain.first) < 1e-4)
                #expect(largestDifference(fast.second, plain.second) < 1e-4)
            }
        }
    }

    @Test("the identity warps an image onto itself, and all of it is inside")
    func identity() {
        let pictures = Pictures(size: 32, seed: 0)
        let sampling = SamplingCase(size: 32, affine: .identity, displacementX: nil, displacementY: nil)
        let (warped, inside) = pictures.warp(sampling, isFast: true, validity: nil)
        #expect(largestDifference(warped, pictures.moving) < 1e-5)
        #expect(inside.allSatisfy { $0 == 1 })
    }

    @Test("by hand: residual, clamp, gradient, and nothing outside")
    func byHand() {
        let count = 64
        let fixed = [Float](repeating: 1, count: count)
        let moving = [Float](repeating: 3, count: count)
        let gradientX = [Float](repeating: 10, count: count)
        let gradientY = [Float](repeating: -1, count: count)
        func forces(shift: Double, clamp: Float) -> (first: [Float], second: [Float]) {
            let sampling = SamplingCase(
                size: 8, affine: AffineMap(deviations: [0, 0, shift, 0, 0, 0]), displacementX: nil, displacementY: nil)
            return twoResults(count) { x, y in
                sampling.withPath {
                    SamplingKernel.forces(
                        fixed: fixed, gradientX: gradientX, gradientY: gradientY, moving: moving, validity: nil,
                        size: 8, path: $0, clamp: clamp, forceX: x, forceY: y)
                }
            }
        }
        #expect(
            forces(shift: 0, clamp: 9) == ([Float](repeating: 20, count: count), [Float](repeating: -2, count: count)))
        #expect(forces(shift: 0, clamp: 0.5).first == [Float](repeating: 5, count: count))
        // Half a frame to the right: the right half of the pixels leaves the moving image.
        let moved = forces(shift: 0.5, clamp: 9).first
        #expect((0..<count).allSatisfy { moved[$0] == ($0 % 8 < 4 ? 20 : 0) })
    }

    /// Equal but for rounding, save where a pixel's position is so near the edge of the moving image (or of a
    /// pixel of the validity) that rounding decides what it counts for.
    private func expectEqual(
        _ fast: (first: [Float], second: [Float]), _ plain: (first: [Float], second: [Float]),
        _ sampling: SamplingCase, validity: [Float]?
    ) {
        let size = Double(sampling.size)
        var undecided = 0
        for (offset, position) in sampling.positions(width: sampling.size, height: sampling.size).enumerated() {
            let margin = position.margin
            let inside = -margin...size + margin
            guard inside.contains(position.x), inside.contains(position.y) else {
                #expect(fast.first[offset] == 0 && plain.first[offset] == 0)
                continue
            }
            let isNearEdge = [position.x, position.y].contains { coordinate in
                coordinate < margin || size - coordinate < margin
                    || (validity != nil && abs(coordinate - coordinate.rounded()) < margin)
            }
            if isNearEdge {
                undecided += 1
            } else {
                // The pictures' slopes are below 1 a pixel.
                #expect(abs(fast.first[offset] - plain.first[offset]) < 1e-6 + Float(margin))
                #expect(abs(fast.second[offset] - plain.second[offset]) < 1e-6 + Float(margin))
            }
        }
        #expect(undecided <= 2 + sampling.size * sampling.size / 100)
    }
}

/// Two results of a kernel, filled with NaN before it runs.
private func twoResults(
    _ count: Int, _ kernel: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) -> (first: [Float], second: [Float]) {
    let (first, second) = (ScratchBuffer(count: count), ScratchBuffer(count: count))
    first.base.update(repeating: .nan, count: count)
    second.base.update(repeating: .nan, count: count)
    kernel(first.base, second.base)
    return (first.values, second.values)
}

/// Smooth pictures, random gradients and, for every other seed, a validity of random zeros and ones.
private struct Pictures {
    let fixed: [Float]
    let moving: [Float]
    /// The moving picture again, at the end of its memory.
    let guarded: GuardedMemory<Float>
    let gradientX: [Float]
    let gradientY: [Float]
    let validity: [Float]?
    let clamp: Float

    init(size: Int, seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 1000)
        fixed = Image.smooth(width: size, height: size, using: &generator).pixels
        moving = Image.smooth(width: size, height: size, using: &generator).pixels
        guarded = GuardedMemory(moving)
        gradientX = generator.floats(size * size, in: -1...1)
        gradientY = generator.floats(size * size, in: -1...1)
        clamp = seed % 3 == 0 ? 0.4 : 10
        validity = seed % 2 == 1 ? (0..<size * size).map { _ in Float(generator.integer(in: 0...1)) } : nil
    }

    func forces(_ sampling: SamplingCase, isFast: Bool) -> (first: [Float], second: [Float]) {
        let kernel = isFast ? SamplingKernel.forces : ReferenceSamplingKernel.forces
        return twoResults(fixed.count) { x, y in
            withValidity { validity in
                sampling.withPath {
                    kernel(
                        fixed, gradientX, gradientY, guarded.values.baseAddress!, validity, sampling.size, $0, clamp, x,
                        y)
                }
            }
        }
    }

    func warp(_ sampling: SamplingCase, isFast: Bool) -> (first: [Float], second: [Float]) {
        warp(sampling, isFast: isFast, validity: validity)
    }

    func warp(_ sampling: SamplingCase, isFast: Bool, validity: [Float]?) -> (first: [Float], second: [Float]) {
        let kernel = isFast ? SamplingKernel.warp : ReferenceSamplingKernel.warp
        return twoResults(fixed.count) { warped, inside in
            sampling.withPath { path in
                if let validity {
                    kernel(guarded.values.baseAddress!, validity, sampling.size, path, warped, inside)
                } else {
                    kernel(guarded.values.baseAddress!, nil, sampling.size, path, warped, inside)
                }
            }
        }
    }

    private func withValidity(_ body: (UnsafePointer<Float>?) -> Void) {
        guard let validity else { return body(nil) }
        validity.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
