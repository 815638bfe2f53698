import Imaging
import Registration
import TestSupport
import Testing

@Suite("Dense transforms")
struct DenseTransformTests {
    private static let size = 64

    /// A smooth field, and the free-form deformation that it is of.
    private static func pair(seed: UInt64) -> (dense: DenseTransform, freeForm: SpatialTransform) {
        var generator = SeededGenerator(seed: seed)
        let deformation = FreeFormDeformation.random(intervals: 8, amplitude: 0.03, using: &generator)
        let affine = AffineMap(deviations: [0.03, -0.02, 0.01, 0.02, -0.04, 0.02])
        var (x, y): ([Float], [Float]) = ([], [])
        for index in 0..<size * size {
            let shift = deformation.displacement(
                x: (Float(index % size) + 0.5) / Float(size), y: (Float(index / size) + 0.5) / Float(size))
            x.append(shift.x)
            y.append(shift.y)
        }
        return (
            DenseTransform(affine: affine, size: size, displacementX: x, displacementY: y),
            SpatialTransform(affine: affine, deformation: deformation)
        )
    }

    @Test("a field in pixels is one of its size's fraction of the frame, and lies between its pixels linearly")
    func formula() {
        let ramp = (0..<16).map { Float($0 % 4) }
        let transform = DenseTransform(size: 4, pixelsX: ramp, pixelsY: Array(repeating: -1, count: 16))
        for (x, expected) in [(0.125, 0.125), (0.25, 0.375), (0.875, 1.625), (0.0, 0.0), (1.0, 1.75)] {
            let place = transform(x, 0.5)
            #expect(abs(place.x - expected) < 1e-6 && abs(place.y - 0.25) < 1e-6, "\(x): \(place)")
        }
        #expect(abs(transform(-3, 0.5).x + 3) < 1e-6, "beyond the frame, displacements are those of its edge")
    }

    @Test("labels are sampled where the transform takes the grid, whatever the map's size", arguments: [64, 128])
    func labels(gridSize: Int) {
        let (dense, _) = Self.pair(seed: 3)
        let sampling = LabelSampling(gridSize: gridSize, intervals: 8)
        for (width, height) in [(200, 150), (64, 64)] {
            sampling.locate(dense, frameToImage: .identity, width: width, height: height)
            let map = (0..<width * height).map { UInt8($0 % width * 15 / width + $0 / width * 15 / height * 16) }
            var found = [UInt8](repeating: 99, count: gridSize * gridSize)
            sampling.sample(map, table: (0..<256).map(Int32.init), into: &found)
            var undecided = 0
            for index in found.indices {
                let place = dense(
                    (Double(index % gridSize) + 0.5) / Double(gridSize),
                    (Double(index / gridSize) + 0.5) / Double(gridSize))
                let (x, y) = (place.x * Double(width), place.y * Double(height))
                let isInside = x >= 0 && y >= 0 && x < Double(width) && y < Double(height)
                let expected = isInside ? map[Int(y) * width + Int(x)] : 0
                if found[index] != expected {
                    undecided += 1
                    #expect([x, y].contains { abs($0 - $0.rounded()) < 1e-3 })
                }
            }
            #expect(undecided < found.count / 100)
        }
    }

    @Test("a field of a free-form deformation samples, correlates and goes back as the deformation does")
    func sameAsFreeForm() {
        let (dense, freeForm) = Self.pair(seed: 4)
        let picture = Image(width: Self.size, height: Self.size, pixels: smoothPixels(seed: 5))
        let other = Image(width: Self.size, height: Self.size, pixels: smoothPixels(seed: 6))
        let registration = ImageRegistration()
        let fixed = FixedImage(image: PreparedImage(equalized: picture, fine: picture), labels: [])
        let moving = MovingImage(PreparedImage(equalized: other, fine: other))
        let first = registration.similarity(fixed: fixed, moving: moving, transform: freeForm)
        for second in [
            registration.similarity(fixed: fixed, moving: moving, transform: dense),
            registration.similarity(fixed: fixed, moving: moving, transform: .dense(dense)),
        ] {
            #expect(abs(first.inBand - second.inBand) < 1e-4 && abs(first.overall - second.overall) < 1e-4)
        }
        #expect(
            registration.similarity(fixed: fixed, moving: moving, transform: .freeForm(freeForm)) == first)

        let warp = BackwardWarp(parameters: .standard, size: Self.size)
        func back(_ invert: (BackwardWarp) -> Bool) -> [Float] {
            let (result, inside) = (
                ScratchBuffer(count: Self.size * Self.size), ScratchBuffer(count: Self.size * Self.size)
            )
            #expect(invert(warp))
            picture.pixels.withUnsafeBufferPointer {
                warp.sample([$0.baseAddress!], into: [result.base], inside: inside.base)
            }
            return result.values
        }
        let plain = back { $0.invert(freeForm) }
        #expect(largestDifference(back { $0.invert(dense) }, plain) < 1e-3)
        #expect(back { $0.invert(.freeForm(freeForm)) } == plain)
        let flat = DenseTransform(
            affine: AffineMap(xx: 0, xy: 0, x0: 0, yx: 0, yy: 0, y0: 0), size: Self.size,
            displacementX: dense.displacementX, displacementY: dense.displacementY)
        #expect(!warp.invert(flat), "what has no inverse says so")
    }

    /// Values that change slowly.
    private func smoothPixels(seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        let coarse = Image(width: 8, height: 8, pixels: generator.floats(64, in: -1...1))
        return coarse.enlarged(to: Self.size)
    }
}
