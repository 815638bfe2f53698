/// Packed label maps of one size laid over one another, two bits of each in a word a pixel: reading a place, which mostly
/// is to wait for memory, is paid once for all of them.
package struct LayeredLabels: Sendable, Equatable {
    /// The maps that fit a word.
    package static let largestCount = 16
    /// Above so many pixels the words take more memory than the maps are worth.
    package static let largestSize = 1 << 22

    /// A word a pixel, row-major; the first map in the lowest two bits.
    let words: [UInt32]
    package let mapCount: Int

    private typealias Words = SIMD16<UInt32>
    /// In words of a packed map.
    private static let block = 256

    /// - Parameter maps: of one size, at most ``largestCount``.
    package init(_ maps: [PackedLabels]) {
        precondition(!maps.isEmpty && maps.count <= Self.largestCount, "a word holds sixteen maps")
        let count = maps[0].count
        precondition(maps.allSatisfy { $0.count == count }, "the maps differ in size")
        mapCount = maps.count
        let shifts = Words(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
        let three = Words(repeating: 3)
        let packedCount = maps[0].words.count
        // The last word of a map may be filled in part.
        var words = [UInt32](repeating: 0, count: packedCount * 16)
        words.withUnsafeMutableBytes { target in
            // Blocks that stay in the nearest cache until every map is in them.
            for block in stride(from: 0, to: packedCount, by: Self.block) {
                for (place, map) in maps.enumerated() {
                    let layer = Words(repeating: UInt32(2 * place))
                    map.words.withUnsafeBufferPointer { source in
                        // Most words show nothing.
                        for index in block..<min(block + Self.block, packedCount) where source[index] != 0 {
                            let codes = ((Words(repeating: source[index]) &>> shifts) & three) &<< layer
                            let before = target.loadUnaligned(fromByteOffset: index * 64, as: Words.self)
                            target.storeBytes(of: before | codes, toByteOffset: index * 64, as: Words.self)
                        }
                    }
                }
            }
        }
        words.removeLast(words.count - count)
        self.words = words
    }
}
