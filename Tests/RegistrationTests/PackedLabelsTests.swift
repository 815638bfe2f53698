import Imaging
import Registration
import TestSupport
import Testing

@Suite("Labels at two bits a pixel")
struct PackedLabelsTests {
    static let counts = [1, 3, 15, 16, 17, 31, 32, 33, 64, 100, 1000]

    @Test("fast packing equals the plain one and loses nothing", arguments: 0..<12)
    func packing(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for count in Self.counts {
            // Bytes that occur and bytes that do not, 0 and those above 127 among them.
            let pool = [0, 1, 2, 200, 255].map { UInt8($0) }.shuffled(using: &generator)
            let indices = (0..<count).map { _ in pool[generator.integer(in: 0...3)] }
            let values = Array(pool.shuffled(using: &generator).prefix(seed % 4))
            let packed = PackedLabels(indices, values: values)
            #expect(packed.count == count)
            #expect(packed.words == PackedLabelsReference.words(indices, values: values))
            let codes = (0..<count).map { Int(packed.words[$0 / 16] >> UInt32($0 % 16 * 2) & 3) }
            #expect(codes == indices.map { (values.firstIndex(of: $0) ?? -1) + 1 })
        }
    }

    @Test("the fast kernel reads what was packed, to the end of its memory", arguments: 0..<12)
    func sampling(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for count in Self.counts {
            let labels = (0..<count).map { _ in UInt8(generator.integer(in: 0...3)) }
            let words = GuardedMemory(PackedLabels(labels, values: [1, 2, 3]).words)
            let indices =
                (0..<64).map { _ in Int32(generator.integer(in: -1...count - 1)) }
                + [Int32](repeating: Int32(count - 1), count: 8)
            let expected = indices.map { $0 < 0 ? 0 : labels[Int($0)] }
            #if !RCA_PORTABLE
            #expect(sampled(words.values, indices, LabelSamplingKernel.sample) == expected)
            #endif
            #expect(sampled(words.values, indices, LabelSamplingReference.sample) == expected)
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
        sampling.sample(PackedLabels(bytes, values: [4, 1, 3]), into: &fromPacked)
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
