import NumericSupport

/// A U-Net with its batch normalisations, as it is trained. `FoldedNetwork` is for use.
package struct Network: Sendable, Equatable {
    package let shape: NetworkShape
    /// What is learnt: for each 3 × 3 convolution, in the order of the forward pass, its weights (3 rows × 3 columns ×
    /// inputs × outputs), the normalisation's scales and shifts; then the last convolution's weights (inputs ×
    /// classes) and biases. On the way up, the maps from the way down come first among the inputs.
    package internal(set) var parameters: [Float]
    /// For each 3 × 3 convolution the running means of its outputs, then their running variances.
    package internal(set) var statistics: [Float]

    /// Weights drawn as by He et al. (ICCV 2015): normal, with a variance of 2 / inputs of a window. Scales are 1,
    /// shifts and biases 0. The same numbers for one seed.
    package init(shape: NetworkShape, seed: UInt64) {
        let layout = NetworkLayout(shape)
        var random = SplitMix64(seed: seed)
        var parameters = [Float](repeating: 0, count: layout.parameterCount)
        var statistics = [Float](repeating: 0, count: layout.statisticCount)
        for block in layout.blocks {
            let deviation = (2 / Float(9 * block.inputs)).squareRoot()
            for index in block.weights..<block.scale { parameters[index] = deviation * random.normal() }
            for index in block.scale..<block.shift { parameters[index] = 1 }
            for index in block.variance..<block.variance + block.outputs { statistics[index] = 1 }
        }
        // No ReLU follows, so there is no half to make up for.
        let deviation = (1 / Float(shape.channels[0])).squareRoot()
        for index in layout.headWeights..<layout.headBias { parameters[index] = deviation * random.normal() }
        self.shape = shape
        self.parameters = parameters
        self.statistics = statistics
    }

    /// A network of known numbers.
    ///
    /// - Throws: `LearningError.damaged` where there are not as many as the shape has.
    package init(shape: NetworkShape, parameters: [Float], statistics: [Float]) throws(LearningError) {
        let layout = NetworkLayout(shape)
        guard parameters.count == layout.parameterCount, statistics.count == layout.statisticCount else {
            throw .damaged("there are not as many weights as the network's shape has")
        }
        self.shape = shape
        self.parameters = parameters
        self.statistics = statistics
    }

    /// How many numbers `parameters` and `statistics` hold for a shape.
    package static func counts(_ shape: NetworkShape) -> (parameters: Int, statistics: Int) {
        let layout = NetworkLayout(shape)
        return (layout.parameterCount, layout.statisticCount)
    }
}
