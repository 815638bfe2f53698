extension GraphPass {
    /// Takes the gradient of one value, which stands in the gradients, back to the parameters, and to the inputs that
    /// are asked for.
    ///
    /// - Parameters:
    ///   - value: whose gradient is given; layers behind it are left out.
    ///   - inputs: values without a layer before them whose gradient is wanted.
    func backward(from value: Int, to inputs: Set<Int> = []) {
        let made = Set(graph.steps.map(\.result)).union(inputs)
        let last = graph.steps.lastIndex { $0.result == value } ?? -1
        var given: Set<Int> = [value]
        for step in graph.steps[...last].reversed() {
            guard given.contains(step.result) else { continue }
            run(backward: step, wanted: made, given: &given)
        }
    }

    private func run(backward step: LayerGraph.Step, wanted: Set<Int>, given: inout Set<Int>) {
        switch step {
        case .convolution(let input, let output, let index):
            convolution(graph.layers[index], input, output, isWanted: wanted.contains(input))
            precondition(!given.contains(input), "what a convolution gets goes to nothing else")
            given.insert(input)
        case .subSampling(let input, let output):
            SubSampling.backward(gradientMaps(output), into: gradientMaps(input))
            given.insert(input)
        case .normalisation(let input, let output, let index, let activation):
            normalisation(graph.layers[index], input, output, activation)
            given.insert(input)
        case .activation(let input, let output, let function):
            function.backward(
                gradientMaps(output), output: maps(output), into: gradientMaps(input),
                adding: input != output && given.contains(input))
            given.insert(input)
        case .averagePooling(let input, let output):
            AveragePooling.backward(gradientMaps(output), into: gradientMaps(input))
            given.insert(input)
        case .upSampling(let input, let output):
            NearestUpSampling.backward(gradientMaps(output), into: gradientMaps(input))
            given.insert(input)
        case .sum(let first, let second, let output, let activation):
            for part in [first, second] {
                activation.backward(
                    gradientMaps(output), output: maps(output), into: gradientMaps(part), adding: given.contains(part))
                given.insert(part)
            }
        case .dropout(let input, let output, let number):
            Dropout.backward(gradientMaps(output), seed: dropoutSeed &+ UInt64(number), into: gradientMaps(input))
            given.insert(input)
        case .flattening(let input, let output):
            gradientMaps(input).clear()
            copyFirstChannel(of: gradientMaps(input), gradientVector(output)) { $0.pointee = $1.pointee }
            given.insert(input)
        case .unflattening(let input, let output):
            copyFirstChannel(of: gradientMaps(output), gradientVector(input)) { $1.pointee = $0.pointee }
            given.insert(input)
        case .dense(let input, let output, let index, let activation):
            dense(graph.layers[index], input, output, activation)
            given.insert(input)
        }
    }

    private func convolution(_ layer: LayerGraph.Layer, _ input: Int, _ output: Int, isWanted: Bool) {
        let error = gradientMaps(output)
        if let gradient {
            Convolution.addWeightGradient(maps(input), error, window: 3, to: gradient + layer.weights)
            if layer.kind == .biased { error.addSums(to: gradient + layer.bias) }
        }
        guard isWanted else { return }
        guard let turned else { preconditionFailure("the backward pass needs memory for weights") }
        Convolution.transpose(
            parameters + layer.weights, window: 3, inputs: layer.inputs, outputs: layer.outputs, into: turned)
        Convolution.forward(error, window: 3, weights: turned, into: gradientMaps(input))
    }

    private func normalisation(_ layer: LayerGraph.Layer, _ input: Int, _ output: Int, _ activation: Activation?) {
        guard let statistics, let gradient else { preconditionFailure("a normalisation is trained") }
        BatchNormalisation.backward(
            maps(input), mean: statistics + layer.mean, variance: statistics + layer.variance,
            scale: parameters + layer.scale, shift: parameters + layer.shift, activation: activation,
            gradient: gradientMaps(output), scaleGradient: gradient + layer.scale,
            shiftGradient: gradient + layer.shift)
    }

    private func dense(_ layer: LayerGraph.Layer, _ input: Int, _ output: Int, _ activation: Activation?) {
        let error = gradientVector(output)
        activation?.backward(error, output: vector(output), count: pictures * layer.outputs, into: error)
        let (weights, bias) = (parameters + layer.weights, gradient.map { $0 + layer.bias })
        // A dense layer's gradients are written, not added: no layer is used twice in a pass.
        if let gradient, let bias {
            DenseLayer.backward(
                error, input: vector(input), weights: weights, rows: pictures, inputs: layer.inputs,
                outputs: layer.outputs, weightGradient: gradient + layer.weights, biasGradient: bias,
                inputGradient: gradientVector(input))
        } else {
            DenseLayer.inputGradient(
                error, weights: weights, rows: pictures, inputs: layer.inputs, outputs: layer.outputs,
                into: gradientVector(input))
        }
    }
}
