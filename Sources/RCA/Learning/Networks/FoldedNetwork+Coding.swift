/// A folded network as bytes: `RCAU`, then little-endian 32-bit integers for version (1), input channels, classes,
/// levels and the channels of each level, then the weights in their order as IEEE half precision. There is no checksum.
extension FoldedNetwork {
    private static let mark = "RCAU"
    private static let version: UInt32 = 1

    /// The network in half precision, or nil where a weight is too large for that (beyond 65504).
    package var roundedToHalf: FoldedNetwork? {
        try? FoldedNetwork(shape: shape, weights: weights.map { Float(Float16($0)) })
    }

    /// Bytes from which `init(decoding:)` makes `roundedToHalf`.
    ///
    /// - Throws: `LearningError.impossible` where a weight is too large for half precision.
    package func encoded() throws(LearningError) -> [UInt8] {
        guard roundedToHalf != nil else { throw .impossible("a weight is too large for half precision") }
        var writer = ByteWriter(mark: Self.mark, version: Self.version)
        writer.shape(shape)
        writer.halves(weights)
        return writer.bytes
    }

    /// - Throws: `LearningError` for bytes that `encoded` cannot have made.
    package init(decoding bytes: [UInt8]) throws(LearningError) {
        var reader = try ByteReader(bytes, mark: Self.mark, version: Self.version)
        let shape = try reader.shape()
        let weights = try reader.halves(NetworkLayout(shape).foldedCount)
        try reader.end()
        try self.init(shape: shape, weights: weights)
    }
}
