extension Network {
    /// A folded network to be trained further: means are 0, variances and scales such that nothing is normalised, and
    /// the shifts are the biases. Folding it again gives the same weights.
    package init(unfolding folded: FoldedNetwork) {
        let layout = NetworkLayout(folded.shape)
        var parameters = [Float](repeating: 0, count: layout.parameterCount)
        var statistics = [Float](repeating: 0, count: layout.statisticCount)
        for block in layout.blocks {
            parameters.replaceSubrange(
                block.weights..<block.scale,
                with: folded.weights[block.foldedWeights..<block.foldedWeights + block.weightCount])
            parameters.replaceSubrange(
                block.shift..<block.shift + block.outputs,
                with: folded.weights[block.foldedBias..<block.foldedBias + block.outputs])
            for index in block.scale..<block.shift { parameters[index] = 1 }
            for index in block.variance..<block.variance + block.outputs {
                statistics[index] = 1 - BatchNormalisation.epsilon
            }
        }
        parameters.replaceSubrange(
            layout.headWeights..<layout.parameterCount,
            with: folded.weights[layout.foldedHeadWeights..<layout.foldedCount])
        self.shape = folded.shape
        self.parameters = parameters
        self.statistics = statistics
    }
}
