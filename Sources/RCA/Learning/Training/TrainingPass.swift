/// The forward and the backward pass of a batch, on memory that its caller keeps alive.
struct TrainingPass {
    let shape: NetworkShape
    let places: TrainingPlaces
    let pictures: Int
    let parameters: UnsafePointer<Float>
    let memory: UnsafeMutablePointer<Float>
    let statistics: UnsafeMutablePointer<Float>
    let gradient: UnsafeMutablePointer<Float>
    let head: UnsafeMutablePointer<Float>
    let turned: UnsafeMutablePointer<Float>
    let truth: UnsafePointer<UInt8>
    /// Whether `statistics` are given, rather than the batch's.
    let keepsStatistics: Bool

    private var layout: NetworkLayout { places.layout }
    private var headInputs: Int { shape.channels[0] }
    private var headBias: UnsafeMutablePointer<Float> { head + headInputs * layout.paddedClasses }
    private var headGradient: UnsafeMutablePointer<Float> { head + (headInputs + 1) * layout.paddedClasses }

    private func maps(_ slot: MapSlot) -> FeatureMaps { slot.maps(memory, pictures: pictures) }

    /// The maps of a level's own channels, without those that come up from below.
    private func own(_ slot: MapSlot, _ level: Int) -> FeatureMaps { maps(slot).channels(0..<shape.channels[level]) }

    private func fromBelow(_ slot: MapSlot, _ level: Int) -> FeatureMaps {
        maps(slot).channels(shape.channels[level]..<slot.channels)
    }

    func forward() {
        for (index, level) in places.levels.enumerated() {
            let (first, second) = layout.down(index)
            if index > 0 {
                MaximumPooling.forward(own(places.levels[index - 1].joined, index - 1), into: maps(level.input))
            }
            forward(first, maps(level.input), level.convolved[0], into: maps(level.middle))
            forward(second, maps(level.middle), level.convolved[1], into: own(level.joined, index))
        }
        var current = maps(places.levels[layout.levels - 1].joined)
        for index in (0..<layout.levels - 1).reversed() {
            let level = places.levels[index]
            let (first, second) = layout.up(index)
            UpSampling.forward(current, into: fromBelow(level.joined, index))
            forward(first, maps(level.joined), level.convolved[2], into: maps(level.raisedMiddle!))
            current = maps(level.raised!)
            forward(second, maps(level.raisedMiddle!), level.convolved[3], into: current)
        }
        let classes = shape.classes
        layout.padHead(parameters + layout.headWeights, inputs: headInputs, classes: classes, into: head)
        layout.padHead(parameters + layout.headBias, inputs: 1, classes: classes, into: headBias)
        Convolution.forward(current, window: 1, weights: head, bias: headBias, into: maps(places.logits))
    }

    func loss() -> Double {
        SegmentationLoss.evaluate(
            logits: maps(places.logits), classes: shape.classes, truth: truth, gradient: maps(places.logitGradient))
    }

    func backward() {
        let top = places.levels[0]
        backwardHead(maps(top.raised ?? top.joined), into: maps(top.raisedGradient ?? top.joinedGradient))
        for index in 0..<layout.levels - 1 {
            let level = places.levels[index]
            let (first, second) = layout.up(index)
            let (raised, middle) = (maps(level.raisedGradient!), maps(level.middleGradient))
            backward(second, maps(level.raisedMiddle!), level.convolved[3], raised, into: middle)
            backward(first, maps(level.joined), level.convolved[2], middle, into: maps(level.joinedGradient))
            let below = places.levels[index + 1]
            UpSampling.backward(
                fromBelow(level.joinedGradient, index), into: maps(below.raisedGradient ?? below.joinedGradient))
        }
        for index in (0..<layout.levels).reversed() {
            let level = places.levels[index]
            let (first, second) = layout.down(index)
            let result = own(level.joinedGradient, index)
            if index + 1 < layout.levels {
                MaximumPooling.addInputGradient(
                    own(level.joined, index), outputGradient: maps(places.levels[index + 1].inputGradient!), to: result)
            }
            let middle = maps(level.middleGradient)
            backward(second, maps(level.middle), level.convolved[1], result, into: middle)
            backward(first, maps(level.input), level.convolved[0], middle, into: level.inputGradient.map(maps))
        }
    }

    private func forward(
        _ block: NetworkLayout.Block, _ input: FeatureMaps, _ convolved: MapSlot, into output: FeatureMaps
    ) {
        let between = maps(convolved)
        Convolution.forward(input, window: 3, weights: parameters + block.weights, into: between)
        let (mean, variance) = (statistics + block.mean, statistics + block.variance)
        if !keepsStatistics { BatchNormalisation.statistics(between, mean: mean, variance: variance) }
        BatchNormalisation.forward(
            between, mean: mean, variance: variance, scale: parameters + block.scale, shift: parameters + block.shift,
            activation: .rectified, into: output)
    }

    /// - Parameter outputGradient: becomes that of the convolution's output.
    private func backward(
        _ block: NetworkLayout.Block, _ input: FeatureMaps, _ convolved: MapSlot, _ outputGradient: FeatureMaps,
        into inputGradient: FeatureMaps?
    ) {
        BatchNormalisation.backward(
            maps(convolved), mean: statistics + block.mean, variance: statistics + block.variance,
            scale: parameters + block.scale, shift: parameters + block.shift, activation: .rectified,
            keepsStatistics: keepsStatistics, gradient: outputGradient, scaleGradient: gradient + block.scale,
            shiftGradient: gradient + block.shift)
        Convolution.addWeightGradient(input, outputGradient, window: 3, to: gradient + block.weights)
        guard let inputGradient else { return }
        Convolution.transpose(
            parameters + block.weights, window: 3, inputs: block.inputs, outputs: block.outputs, into: turned)
        Convolution.forward(outputGradient, window: 3, weights: turned, into: inputGradient)
    }

    private func backwardHead(_ input: FeatureMaps, into inputGradient: FeatureMaps) {
        let (errors, padded) = (maps(places.logitGradient), layout.paddedClasses)
        Convolution.addWeightGradient(input, errors, window: 1, to: headGradient)
        let biasGradient = headGradient + headInputs * padded
        errors.addSums(to: biasGradient)
        for index in 0..<shape.classes {
            gradient[layout.headBias + index] = biasGradient[index]
            for channel in 0..<headInputs {
                gradient[layout.headWeights + channel * shape.classes + index] = headGradient[channel * padded + index]
            }
        }
        Convolution.transpose(head, window: 1, inputs: headInputs, outputs: padded, into: turned)
        Convolution.forward(errors, window: 1, weights: turned, into: inputGradient)
    }
}
