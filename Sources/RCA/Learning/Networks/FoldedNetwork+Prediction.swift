extension FoldedNetwork {
    /// Each pixel's probability of each class, for one picture or several.
    ///
    /// Pictures go through one by one, so that one has the same bytes alone and among others.
    ///
    /// - Parameters:
    ///   - input: pictures × input channels × side × side.
    ///   - side: a multiple of the shape's `sideStep`.
    ///   - probabilities: pictures × classes × side × side.
    /// - Precondition: the memory's sizes fit, and the shape's `check(side:)` passes.
    package func predict(
        _ input: UnsafeBufferPointer<Float>, side: Int, into probabilities: UnsafeMutableBufferPointer<Float>,
        scratch: inout NetworkScratch
    ) {
        let (inputSize, outputSize) = (shape.inputs * side * side, shape.classes * side * side)
        let pictures = input.count / inputSize
        precondition(side > 0 && side % shape.sideStep == 0, "the side is no multiple of the network's step")
        precondition(input.count == pictures * inputSize && probabilities.count == pictures * outputSize)
        guard let source = input.baseAddress, let target = probabilities.baseAddress else { return }
        let plan = scratch.prepare(shape, side: side)
        weights.withUnsafeBufferPointer { weights in
            scratch.head.withUnsafeMutableBufferPointer { head in
                scratch.memory.withUnsafeMutableBufferPointer { memory in
                    let pass = ForwardPass(
                        plan: plan, weights: weights.baseAddress!, head: head.baseAddress!, memory: memory.baseAddress!)
                    pass.padHead()
                    for picture in 0..<pictures {
                        pass.run(source + picture * inputSize, into: target + picture * outputSize)
                    }
                }
            }
        }
    }

    /// The same for arrays.
    package func predict(_ input: [Float], side: Int, scratch: inout NetworkScratch) -> [Float] {
        let pictures = input.count / (shape.inputs * side * side)
        return Array(unsafeUninitializedCapacity: pictures * shape.classes * side * side) { result, count in
            count = pictures * shape.classes * side * side
            result.initialize(repeating: 0)
            let target = UnsafeMutableBufferPointer(rebasing: result[..<count])
            input.withUnsafeBufferPointer { predict($0, side: side, into: target, scratch: &scratch) }
        }
    }
}

/// The forward pass of one picture, on memory that its caller keeps alive.
private struct ForwardPass {
    let plan: ForwardPlan
    let weights: UnsafePointer<Float>
    let head: UnsafeMutablePointer<Float>
    let memory: UnsafeMutablePointer<Float>

    func padHead() {
        let layout = plan.layout
        let (inputs, classes) = (plan.shape.channels[0], plan.shape.classes)
        layout.padHead(weights + layout.foldedHeadWeights, inputs: inputs, classes: classes, into: head)
        layout.padHead(
            weights + layout.foldedHeadBias, inputs: 1, classes: classes, into: head + inputs * layout.paddedClasses)
    }

    private func maps(_ slot: MapSlot) -> FeatureMaps { slot.maps(memory, pictures: 1) }

    private func convolve(_ input: FeatureMaps, _ block: NetworkLayout.Block, into output: FeatureMaps) {
        Convolution.forward(
            input, window: 3, weights: weights + block.foldedWeights, bias: weights + block.foldedBias,
            rectified: true, into: output)
    }

    func run(_ picture: UnsafePointer<Float>, into probabilities: UnsafeMutablePointer<Float>) {
        let channels = plan.shape.channels
        var current = maps(plan.input)
        current.load(picture, picture: 0)
        for (index, level) in plan.levels.enumerated() {
            let (first, second) = plan.layout.down(index)
            let (middle, own) = (maps(level.middle), maps(level.joined).channels(0..<channels[index]))
            convolve(current, first, into: middle)
            convolve(middle, second, into: own)
            current = own
            if let pooled = level.pooled {
                current = maps(pooled)
                MaximumPooling.forward(own, into: current)
            }
        }
        for index in channels.indices.dropLast().reversed() {
            let level = plan.levels[index]
            let (first, second) = plan.layout.up(index)
            let (joined, middle) = (maps(level.joined), maps(level.middle))
            UpSampling.forward(current, into: joined.channels(channels[index]..<joined.channels))
            convolve(joined, first, into: middle)
            current = maps(level.raised!)
            convolve(middle, second, into: current)
        }
        let logits = maps(plan.logits)
        Convolution.forward(
            current, window: 1, weights: head, bias: head + channels[0] * plan.layout.paddedClasses, into: logits)
        let side = plan.side
        for row in 0..<side {
            let scores = logits.row(row, of: 0)
            for column in 0..<side {
                _ = SegmentationLoss.softmax(
                    scores + column * logits.stride, classes: plan.shape.classes,
                    into: probabilities + (row * side + column), by: side * side)
            }
        }
    }
}
