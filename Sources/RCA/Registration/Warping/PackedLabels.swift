import CVector

/// A label map of up to three labels at two bits a pixel: a quarter of the memory, so that sampling it all over
/// stays within the processor's cache. Nothing is lost.
package struct PackedLabels: Sendable, Equatable {
    /// The labels that fit.
    package static let largestCount = 3

    /// Sixteen pixels a word, the first in the lowest bits.
    package let words: [UInt32]
    package let count: Int

    /// - Parameters:
    ///   - indices: one byte a pixel.
    ///   - values: the bytes that become 1, 2 and 3, at most three and all different
    ///     as far as they occur; every other becomes 0.
    package init(_ indices: [UInt8], values: [UInt8]) {
        precondition(values.count <= Self.largestCount, "two bits hold three labels")
        count = indices.count
        #if RCA_PORTABLE
        words = PackedLabelsReference.words(indices, values: values)
        #else
        let whole = indices.count / 32 * 32
        let places = values + Array(repeating: 0, count: Self.largestCount - values.count)
        var packed = [UInt32](repeating: 0, count: (indices.count + 15) / 16)
        packed.withUnsafeMutableBytes { target in
            indices.withUnsafeBufferPointer { source in
                guard let target = target.bindMemory(to: UInt8.self).baseAddress, let source = source.baseAddress
                else { return }
                for offset in stride(from: 0, to: whole, by: 32) {
                    rca_pack_two_bits(
                        target + offset / 4, source + offset, places[0], places[1], places[2], Int32(values.count))
                }
            }
        }
        PackedLabelsReference.pack(indices, from: whole, values: values, into: &packed)
        words = packed
        #endif
    }
}

/// The plain implementation of packing.
package enum PackedLabelsReference {
    package static func words(_ indices: [UInt8], values: [UInt8]) -> [UInt32] {
        var words = [UInt32](repeating: 0, count: (indices.count + 15) / 16)
        pack(indices, from: 0, values: values, into: &words)
        return words
    }

    static func pack(_ indices: [UInt8], from start: Int, values: [UInt8], into words: inout [UInt32]) {
        for index in start..<max(start, indices.count) {
            guard let code = values.firstIndex(of: indices[index]) else { continue }
            words[index / 16] |= UInt32(code + 1) << UInt32(index % 16 * 2)
        }
    }
}
