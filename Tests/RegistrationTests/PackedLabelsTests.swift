import Imaging
import Registration
import TestSupport
import Testing

@Suite("Labels at two bits a pixel")
struct PackedLabelsTests {
    static let counts = [1, 3, 15, 16, 17, 31, 32, 33, 64, 100, 1000]

    /// - Parameter labels: 0, or a structure's position plus 1.
    private static func packed(_ labels: [UInt8], width: Int, structureCount: Int = 3) -> PackedLabels {
        let map = LabelMap(width: width, height: labels.count / width, indices: labels)
        let table = (0..<256).map { Int32($0) <= Int32(structureCount) ? Int32($0) : 0 }
        return PackedLabels(
            LabelRuns(map).pixels(table, structureCount: structureCount), width: width, height: map.height)
    }

    @Test("every pixel has its two bits, whatever the width and the lengths of runs", arguments: 0..<12)
    func packing(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for count in Self.counts {
            let longest = [1, 5, 50][seed % 3]
            var labels: [UInt8] = []
            while labels.count < 7 * count {
                let label = UInt8(generator.integer(in: 0...3))
                labels += Array(repeating: label, count: generator.integer(in: 1...longest))
            }
            labels = Array(labels.prefix(7 * count))
            for (width, structureCount) in [(count, 3), (7, seed % 4)] {
                let packed = Self.packed(labels, width: width, structureCount: structureCount)
                #expect(packed.count == labels.count)
                let codes = labels.indices.map { Int(packed.words[$0 / 16] >> UInt32($0 % 16 * 2) & 3) }
                #expect(codes == labels.map { $0 <= structureCount ? Int($0) : 0 })
            }
        }
    }

    @Test("maps laid over one another are sampled like each by itself", arguments: [1, 2, 5, 16])
    func layered(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        let (width, height) = (83, 61)
        let maps = (0..<count).map { _ in
            Self.packed((0..<width * height).map { _ in UInt8(generator.integer(in: 0...3)) }, width: width)
        }
        let sampling = LabelSampling(gridSize: 32, intervals: 4)
        let transform = SpatialTransform(
            affine: AffineMap(deviations: [0.1, 0.2, 0.05, -0.1, 0.1, -0.1]),
            deformation: .random(intervals: 4, amplitude: 0.1, using: &generator))
        sampling.locate(transform, frameToImage: .identity, width: width, height: height)
        // Results in another order, with one between them that is not to be touched.
        let places = (0..<count).map { 2 * count - 2 * $0 }
        var results = [[UInt8]](repeating: Array(repeating: 9, count: 1024), count: 2 * count + 1)
        sampling.sample(LayeredLabels(maps), into: &results, at: places)
        for (map, place) in zip(maps, places) {
            var expected = [UInt8](repeating: 8, count: 1024)
            sampling.sample(map, into: &expected)
            #expect(results[place] == expected)
        }
        #expect(results[1] == Array(repeating: 9, count: 1024))
    }

    @Test("the fast kernel of layered maps equals the plain one, to the end of its memory", arguments: 0..<6)
    func layeredKernel(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for count in Self.counts {
            let words = GuardedMemory((0..<count).map { _ in UInt32(truncatingIfNeeded: generator.next()) })
            let indices =
                (0..<64).map { _ in Int32(generator.integer(in: -1...count - 1)) }
                + [Int32](repeating: Int32(count - 1), count: 8)
            func sampled(
                _ kernel: (
                    UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<Int32>, UnsafeMutableBufferPointer<UInt32>
                ) -> Void
            ) -> [UInt32] {
                var result = [UInt32](repeating: 7, count: indices.count)
                indices.withUnsafeBufferPointer { indices in
                    result.withUnsafeMutableBufferPointer { kernel(words.values, indices, $0) }
                }
                return result
            }
            let plain = sampled(LabelSamplingReference.sample(layered:at:into:))
            #expect(plain == indices.map { $0 < 0 ? 0 : words.values[Int($0)] })
            #if !RCA_PORTABLE
            #expect(sampled(LabelSamplingKernel.sample(layered:at:into:)) == plain)
            #endif
        }
    }

    @Test("the fast kernel reads what was packed, to the end of its memory", arguments: 0..<12)
    func sampling(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for count in Self.counts {
            let labels = (0..<count).map { _ in UInt8(generator.integer(in: 0...3)) }
            let words = GuardedMemory(Self.packed(labels, width: count).words)
            let indices =
                (0..<64).map { _ in Int32(generator.integer(in: -1...count - 1)) }
                + [Int32](repeating: Int32(count - 1), count: 8)
            let expected = indices.map { $0 < 0 ? 0 : labels[Int($0)] }
            #if !RCA_PORTABLE
            #expect(sampled(words.values, indices, LabelSamplingKernel.sample(packed:at:into:)) == expected)
            #endif
            #expect(sampled(words.values, indices, LabelSamplingReference.sample(packed:at:into:)) == expected)
        }
    }

    @Test(
        "packed labels are sampled like the bytes that they were packed from",
        arguments: [(1, 1), (3, 5), (64, 48), (501, 300)])
    func likeBytes(width: Int, height: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        let bytes = (0..<width * height).map { _ in UInt8(generator.integer(in: 0...4)) }
        var table = [Int32](repeating: 0, count: 256)
        (table[4], table[1], table[3]) = (1, 2, 3)
        let sampling = LabelSampling(gridSize: 32, intervals: 4)
        let transform = SpatialTransform(
            affine: AffineMap(deviations: [0.1, 0.2, 0.05, -0.1, 0.1, -0.1]),
            deformation: .random(intervals: 4, amplitude: 0.1, using: &generator))
        sampling.locate(transform, frameToImage: .identity, width: width, height: height)
        var (fromBytes, fromPacked) = ([UInt8](repeating: 9, count: 1024), [UInt8](repeating: 8, count: 1024))
        sampling.sample(bytes, table: table, into: &fromBytes)
        sampling.sample(Self.packed(bytes.map { UInt8(table[Int($0)]) }, width: width), into: &fromPacked)
        #expect(fromPacked == fromBytes)
    }

    private func sampled(
        _ words: UnsafeBufferPointer<UInt32>, _ indices: [Int32],
        _ kernel: (
            UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<Int32>, UnsafeMutableBufferPointer<UInt8>
        ) -> Void
    ) -> [UInt8] {
        var result = [UInt8](repeating: 255, count: indices.count)
        indices.withUnsafeBufferPointer { indices in
            result.withUnsafeMutableBufferPointer { kernel(words, indices, $0) }
        }
        return result
    }
}
