/// A trained U-Net for use: each batch normalisation, with its running statistics, is part of the convolution before
/// it.
package struct FoldedNetwork: Sendable, Equatable {
    package let shape: NetworkShape
    /// For each 3 × 3 convolution, in the order of the forward pass, its weights (3 rows × 3 columns × inputs ×
    /// outputs) and biases; then the last convolution's weights (inputs × classes) and biases.
    package let weights: [Float]

    package init(_ network: Network) {
        let layout = NetworkLayout(network.shape)
        let parameters = network.parameters
        var weights = [Float](repeating: 0, count: layout.foldedCount)
        for block in layout.blocks {
            for output in 0..<block.outputs {
                let variance = network.statistics[block.variance + output]
                let factor = parameters[block.scale + output] / (variance + BatchNormalisation.epsilon).squareRoot()
                for tap in stride(from: output, to: block.weightCount, by: block.outputs) {
                    weights[block.foldedWeights + tap] = parameters[block.weights + tap] * factor
                }
                weights[block.foldedBias + output] =
                    parameters[block.shift + output] - network.statistics[block.mean + output] * factor
            }
        }
        let head = layout.headWeights..<layout.parameterCount
        weights.replaceSubrange(layout.foldedHeadWeights..<layout.foldedCount, with: parameters[head])
        shape = network.shape
        self.weights = weights
    }

    /// - Throws: `LearningError.damaged` where there are not as many weights as the shape has, or one is not finite.
    init(shape: NetworkShape, weights: [Float]) throws(LearningError) {
        guard weights.count == NetworkLayout(shape).foldedCount else {
            throw .damaged("there are not as many weights as the network's shape has")
        }
        guard weights.allSatisfy(\.isFinite) else { throw .damaged("a weight is not a finite number") }
        self.shape = shape
        self.weights = weights
    }
}

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
