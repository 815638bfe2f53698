/// Where the numbers of a network lie.
///
/// Parameters: for each convolution, in the order of the forward pass (two for each level down, the lowest included,
/// then two for each level up), its weights as 3 rows × 3 columns × inputs × outputs, the normalisation's scales, and
/// its shifts. Then the last convolution's weights as inputs × classes, and its biases. Statistics: for each
/// convolution the running means, then the running variances.
struct NetworkLayout: Sendable {
    /// A 3 × 3 convolution with its normalisation.
    struct Block: Sendable {
        let level: Int
        let inputs: Int
        let outputs: Int
        let weights: Int
        /// In the statistics.
        let mean: Int
        var weightCount: Int { 9 * inputs * outputs }
        var scale: Int { weights + weightCount }
        var shift: Int { scale + outputs }
        var variance: Int { mean + outputs }
        /// In a folded network, which has a bias in place of scale and shift: those before it saved one number each.
        var foldedWeights: Int { weights - mean / 2 }
        var foldedBias: Int { foldedWeights + weightCount }
    }

    let levels: Int
    /// In the order of the forward pass.
    let blocks: [Block]
    /// The last convolution's inputs × classes.
    let headWeights: Int
    let headBias: Int
    let parameterCount: Int
    let statisticCount: Int
    /// Classes, up to the next multiple of eight: the channels of the maps of logits.
    let paddedClasses: Int

    init(_ shape: NetworkShape) {
        let channels = shape.channels
        var blocks: [Block] = []
        var (parameters, statistics) = (0, 0)
        func append(level: Int, inputs: Int) {
            let block = Block(
                level: level, inputs: inputs, outputs: channels[level], weights: parameters, mean: statistics)
            blocks.append(block)
            parameters = block.shift + block.outputs
            statistics += 2 * block.outputs
        }
        for level in channels.indices {
            append(level: level, inputs: level == 0 ? shape.inputs : channels[level - 1])
            append(level: level, inputs: channels[level])
        }
        for level in channels.indices.dropLast().reversed() {
            append(level: level, inputs: channels[level] + channels[level + 1])
            append(level: level, inputs: channels[level])
        }
        levels = channels.count
        self.blocks = blocks
        headWeights = parameters
        headBias = headWeights + channels[0] * shape.classes
        parameterCount = headBias + shape.classes
        statisticCount = statistics
        paddedClasses = (shape.classes + 7) / 8 * 8
    }

    /// The two convolutions on the way down at a level.
    func down(_ level: Int) -> (Block, Block) { (blocks[2 * level], blocks[2 * level + 1]) }

    /// The two convolutions on the way up at a level above the lowest.
    func up(_ level: Int) -> (Block, Block) {
        let first = 2 * levels + 2 * (levels - 2 - level)
        return (blocks[first], blocks[first + 1])
    }

    /// Parameters of a folded network.
    var foldedCount: Int { parameterCount - statisticCount / 2 }
    var foldedHeadWeights: Int { headWeights - statisticCount / 2 }
    var foldedHeadBias: Int { headBias - statisticCount / 2 }

    /// The last convolution's weights with zeros for the channels beyond the classes.
    func padHead(_ weights: UnsafePointer<Float>, inputs: Int, classes: Int, into padded: UnsafeMutablePointer<Float>) {
        for input in 0..<inputs {
            for index in 0..<paddedClasses {
                padded[input * paddedClasses + index] = index < classes ? weights[input * classes + index] : 0
            }
        }
    }
}
