import Imaging
import Registration
import TestSupport
import Testing

@Suite("Full-size warps")
struct FullSizeWarpTests {
    @Test("the identity changes nothing and displaces nothing", arguments: [(7, 5), (32, 20)])
    func identity(width: Int, height: Int) throws {
        var generator = SeededGenerator(seed: 1)
        let grey = (0..<width * height).map { _ in UInt8(generator.integer(in: 0...255)) }
        let image = GrayscaleImage(width: width, height: height, samples: .eightBit(grey))
        let labels = LabelMap(width: width, height: height, indices: grey.map { $0 % 4 })
        let warp = FullSizeWarp(
            SpatialTransform(deformation: FreeFormDeformation(intervals: 4)), width: width, height: height)
        #expect(warp.image(image) == image)
        #expect(try warp.labels(labels, named: "labels.png") == labels)
        #expect(warp.displacements(movingWidth: width, movingHeight: height).allSatisfy { abs($0) < 1e-5 })
    }

    @Test("a shift by whole pixels takes pixels from beside, and nothing from outside")
    func shift() throws {
        let image = GrayscaleImage(
            width: 4, height: 2, samples: .sixteenBit([0, 257, 514, 771, 1028, 1285, 1542, 65535]))
        let labels = try LabelMap(width: 4, height: 2, labels: [0, 1, 2, 3, 4, 5, 700, 7], named: "labels.png")
        let shift = SpatialTransform(
            affine: AffineMap(deviations: [0, 0, 0.25, 0, 0, 0]), deformation: FreeFormDeformation(intervals: 4))
        let warp = FullSizeWarp(shift, width: 4, height: 2)
        #expect(warp.image(image).samples == .eightBit([1, 2, 3, 0, 5, 6, 255, 0]))
        let warped = try warp.labels(labels, named: "labels.png")
        #expect((0..<8).map { warped[$0 % 4, $0 / 4] } == [1, 2, 3, 0, 5, 700, 7, 0])
        let displacements = warp.displacements(movingWidth: 4, movingHeight: 2)
        #expect(largestDifference(displacements, (0..<8).flatMap { _ in [Float(1), 0] }) < 1e-5)
    }

    @Test("labels agree with the scoring kernel's, for pictures of different sizes")
    func agreesWithLabelSampling() throws {
        var generator = SeededGenerator(seed: 2)
        let labels = LabelMap(
            width: 50, height: 30, indices: (0..<1500).map { _ in UInt8(generator.integer(in: 0...3)) })
        let transform = SpatialTransform(
            affine: AffineMap(deviations: [0.1, 0.1, 0.05, -0.2, 0.1, 0]),
            deformation: .random(intervals: 4, amplitude: 0.1, using: &generator))
        let sampling = LabelSampling(gridSize: 40, intervals: 4)
        sampling.locate(transform, frameToImage: .identity, width: 50, height: 30)
        var sampled = [UInt8](repeating: 0, count: 1600)
        sampling.sample(labels.indices, table: (0..<256).map { Int32($0) }, into: &sampled)
        let warped = try FullSizeWarp(transform, width: 40, height: 40).labels(labels, named: "labels.png")
        // Positions on the border of two pixels may be rounded to either.
        #expect(zip(sampled, warped.indices).count { $0 != $1 } <= 3)
    }

    @Test("a transform that is no number shows nothing")
    func notANumber() throws {
        let transform = SpatialTransform(
            affine: AffineMap(xx: .nan, xy: 0, x0: 0, yx: 0, yy: .infinity, y0: 0),
            deformation: FreeFormDeformation(intervals: 4))
        let warp = FullSizeWarp(transform, width: 3, height: 3)
        let image = GrayscaleImage(width: 2, height: 2, samples: .eightBit([9, 9, 9, 9]))
        #expect(warp.image(image).samples == .eightBit([UInt8](repeating: 0, count: 9)))
        let labels = LabelMap(width: 2, height: 2, indices: [1, 1, 1, 1])
        #expect(try warp.labels(labels, named: "labels.png").indices == [UInt8](repeating: 0, count: 9))
    }
}
