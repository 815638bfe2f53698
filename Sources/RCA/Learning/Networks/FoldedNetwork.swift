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
