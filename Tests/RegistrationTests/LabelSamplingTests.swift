import Imaging
import Registration
import TestSupport
import Testing

@Suite("Label sampling")
struct LabelSamplingTests {
    static let mapSizes = [(1, 1), (2, 1), (1, 3), (3, 5), (5, 3), (64, 48), (1000, 707), (3000, 2)]

    @Test("the fast kernel finds the pixels that the plain one finds", arguments: 0..<32)
    func locate(seed: Int) {
        let sampling = SamplingCase.random(seed: seed)
        for (width, height) in Self.mapSizes {
            let (fast, plain) = located(sampling, width: width, height: height)
            var undecided = 0
            for (offset, position) in sampling.positions(width: width, height: height).enumerated() {
                if fast[offset] != plain[offset] {
                    undecided += 1
                    #expect([position.x, position.y].contains { abs($0 - $0.rounded()) < position.margin })
                }
                #expect(fast[offset] >= -1 && fast[offset] < Int32(width * height))
            }
            #expect(undecided <= sampling.size * sampling.size / 50 + 1)
            // The plain kernel itself, against the positions.
            for (index, position) in zip(plain, sampling.positions(width: width, height: height)) {
                let isInside =
                    position.x >= 0 && position.x < Double(width) && position.y >= 0
                    && position.y < Double(height)
                let expected = isInside ? Int(position.y) * width + Int(position.x) : -1
                let isNearEdge = [position.x, position.y].contains { abs($0 - $0.rounded()) < position.margin }
                if Int(index) != expected { #expect(isNearEdge) }
            }
        }
    }

    @Test("a map with parts that are no numbers, or too large, gives no index outside the map, alike in both kernels")
    func broken() {
        for sampling in SamplingCase.broken {
            for (width, height) in Self.mapSizes {
                let (fast, plain) = located(sampling, width: width, height: height)
                #expect(fast == plain)
                #expect(fast.allSatisfy { $0 >= -1 && $0 < Int32(width * height) })
            }
        }
    }

    @Test("the map's left and upper edges are inside, its right and lower ones outside, exactly")
    func edges() {
        let cases: [(Double, [Int32])] = [
            (1.0 / 16, [9, 10, 11, 12, 13, 14, 15, -1]), (-1.0 / 16, [0, 1, 2, 3, 4, 5, 6, 7]),
        ]
        for (shift, expected) in cases {
            // Positions are whole numbers: 1 to 8, or 0 to 7, of a map of 8.
            let sampling = SamplingCase(
                size: 8, affine: AffineMap(deviations: [0, 0, shift, 0, 0, shift]), displacementX: nil,
                displacementY: nil)
            let (fast, plain) = located(sampling, width: 8, height: 8)
            for indices in [fast, plain] {
                #expect(Array(indices[..<8]) == expected)
                #expect(Array(indices[56...]).allSatisfy { shift > 0 ? $0 == -1 : $0 >= 56 })
            }
        }
    }

    @Test("the fast kernel reads the labels that the plain one reads, to the last byte of any map", arguments: 0..<20)
    func sample(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for count in [4, 5, 6, 7, 8, 15, 33, 1000] {
            let labels = (0..<count).map { _ in UInt8(generator.integer(in: 0...255)) }
            let table = (0..<256).map { _ in Int32(generator.integer(in: 0...255)) }
            let indices = (0..<64).map { _ in Int32(generator.integer(in: -1...count - 1)) }
            let expected = indices.map { $0 < 0 ? 0 : UInt8(table[Int(labels[Int($0)])]) }
            #if !RCA_PORTABLE
            #expect(sampled(labels, indices, table, LabelSamplingKernel.sample) == expected)
            #endif
            #expect(sampled(labels, indices, table, LabelSamplingReference.sample) == expected)
        }
    }

    @Test("labels come from the pixel that the transform points at, in maps of any size and shape", arguments: mapSizes)
    func wholeTransform(width: Int, height: Int) {
        var generator = SeededGenerator(seed: UInt64(width * 31 + height))
        let labels = (0..<width * height).map { _ in UInt8(generator.integer(in: 0...2)) }
        var table = [Int32](repeating: 0, count: 256)
        (table[1], table[2]) = (7, 9)
        let sampling = LabelSampling(gridSize: 32, intervals: 4)
        let frameToImage = AffineMap(deviations: [0.1, -0.05, 0.02, 0.03, -0.1, 0.01])
        // The second transform must not see anything of the first.
        for _ in 0..<2 {
            let transform = SpatialTransform(
                affine: AffineMap(deviations: (0..<6).map { _ in generator.double(in: -0.3...0.3) }),
                deformation: .random(intervals: 4, amplitude: 0.2, using: &generator))
            var result = [UInt8](repeating: 255, count: 32 * 32)
            sampling.locate(transform, frameToImage: frameToImage, width: width, height: height)
            sampling.sample(labels, table: table, into: &result)

            let expected = (0..<32 * 32).map { offset -> (label: UInt8, margin: Double) in
                let position = transform((Double(offset % 32) + 0.5) / 32, (Double(offset / 32) + 0.5) / 32)
                let inImage = frameToImage.apply(x: position.x, y: position.y)
                let (x, y) = (inImage.x * Double(width), inImage.y * Double(height))
                let margin = min(abs(x - x.rounded()), abs(y - y.rounded()))
                guard x >= 0, y >= 0, x < Double(width), y < Double(height) else { return (0, margin) }
                return (UInt8(table[Int(labels[Int(y) * width + Int(x)])]), margin)
            }
            let slack = 3e-6 * Double(max(width, height))
            for (got, wanted) in zip(result, expected) where wanted.margin > slack { #expect(got == wanted.label) }
            #expect(expected.count { $0.margin > slack } > 900)
        }
    }

    /// The indices by both kernels, whose maps lead to pixels.
    private func located(_ sampling: SamplingCase, width: Int, height: Int) -> (fast: [Int32], plain: [Int32]) {
        let count = sampling.size * sampling.size
        let toPixels = AffineMap(xx: Double(width), xy: 0, x0: 0, yx: 0, yy: Double(height), y0: 0)
        let scaled = SamplingCase(
            size: sampling.size, affine: toPixels.after(sampling.affine), displacementX: sampling.displacementX,
            displacementY: sampling.displacementY)
        var fast = [Int32](repeating: -7, count: count)
        var plain = fast
        scaled.withPath { path in
            LabelSamplingReference.locate(path, gridSize: sampling.size, width: width, height: height, into: &plain)
            #if RCA_PORTABLE
            fast = plain
            #else
            LabelSamplingKernel.locate(path, gridSize: sampling.size, width: width, height: height, into: &fast)
            #endif
        }
        return (fast, plain)
    }

    private func sampled(
        _ labels: [UInt8], _ indices: [Int32], _ table: [Int32],
        _ kernel: (
            UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Int32>,
            UnsafeMutableBufferPointer<UInt8>
        ) -> Void
    ) -> [UInt8] {
        var result = [UInt8](repeating: 255, count: indices.count)
        let guarded = GuardedMemory(labels)
        indices.withUnsafeBufferPointer { indices in
            table.withUnsafeBufferPointer { table in
                result.withUnsafeMutableBufferPointer { kernel(guarded.values, indices, table, $0) }
            }
        }
        return result
    }
}
