/// The forward and the backward pass of a graph for some pictures, on memory that its caller keeps alive.
struct GraphPass {
    let graph: LayerGraph
    let pictures: Int
    let parameters: UnsafePointer<Float>
    let values: UnsafeMutablePointer<Float>
    /// Needed by `backward` alone.
    var gradients: UnsafeMutablePointer<Float>?
    /// The batch's means and variances, in training.
    var statistics: UnsafeMutablePointer<Float>?
    /// By the parameters: added. Nil where a network is asked for the gradient of its input alone.
    var gradient: UnsafeMutablePointer<Float>?
    /// Room for the weights of the largest layer, for `backward`.
    var turned: UnsafeMutablePointer<Float>?
    var dropoutSeed: UInt64 = 0

    func maps(_ value: Int) -> FeatureMaps { graph.maps(value).maps(values, pictures: pictures) }

    func vector(_ value: Int) -> UnsafeMutablePointer<Float> {
        guard case .vector(let offset, _) = graph.values[value] else { preconditionFailure("maps are no vector") }
        return values + offset * pictures
    }

    func gradientMaps(_ value: Int) -> FeatureMaps {
        guard let gradients, case .maps(let slot) = graph.gradients[value] else { preconditionFailure("no gradient") }
        return slot.maps(gradients, pictures: pictures)
    }

    func gradientVector(_ value: Int) -> UnsafeMutablePointer<Float> {
        guard let gradients, case .vector(let offset, _) = graph.gradients[value] else {
            preconditionFailure("no gradient")
        }
        return gradients + offset * pictures
    }

    /// - Parameter last: the value that is asked for: layers behind it are not run. Nil for all.
    func forward(upTo last: Int? = nil) {
        let end = last.flatMap { last in graph.steps.lastIndex { $0.result == last } } ?? graph.steps.count - 1
        for step in graph.steps[...end] { run(step) }
    }

    private func run(_ step: LayerGraph.Step) {
        switch step {
        case .convolution(let input, let output, let index):
            let layer = graph.layers[index]
            Convolution.forward(
                maps(input), window: 3, weights: parameters + layer.weights,
                bias: layer.kind == .biased ? parameters + layer.bias : nil, into: maps(output))
        case .subSampling(let input, let output): SubSampling.forward(maps(input), into: maps(output))
        case .normalisation(let input, let output, let index, let activation):
            let layer = graph.layers[index]
            guard let statistics else { preconditionFailure("training needs memory for statistics") }
            BatchNormalisation.statistics(
                maps(input), mean: statistics + layer.mean, variance: statistics + layer.variance)
            BatchNormalisation.forward(
                maps(input), mean: statistics + layer.mean, variance: statistics + layer.variance,
                scale: parameters + layer.scale, shift: parameters + layer.shift, activation: activation,
                into: maps(output))
        case .activation(let input, let output, let function): function.forward(maps(input), into: maps(output))
        case .averagePooling(let input, let output): AveragePooling.forward(maps(input), into: maps(output))
        case .upSampling(let input, let output): NearestUpSampling.forward(maps(input), into: maps(output))
        case .sum(let first, let second, let output, let activation):
            activation.forward(sumOf: maps(first), maps(second), into: maps(output))
        case .dropout(let input, let output, let number):
            Dropout.forward(maps(input), seed: dropoutSeed &+ UInt64(number), into: maps(output))
        case .flattening(let input, let output):
            copyFirstChannel(of: maps(input), vector(output)) { $1.pointee = $0.pointee }
        case .unflattening(let input, let output):
            maps(output).clear()
            copyFirstChannel(of: maps(output), vector(input)) { $0.pointee = $1.pointee }
        case .dense(let input, let output, let index, let activation):
            let layer = graph.layers[index]
            let result = vector(output)
            DenseLayer.forward(
                vector(input), weights: parameters + layer.weights, bias: parameters + layer.bias, rows: pictures,
                inputs: layer.inputs, outputs: layer.outputs, into: result)
            activation?.forward(result, count: pictures * layer.outputs, into: result)
        }
    }

    /// Calls `body` with each pixel's first channel and its place in a vector.
    func copyFirstChannel(
        of maps: FeatureMaps, _ vector: UnsafeMutablePointer<Float>,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        for picture in 0..<maps.pictures {
            for row in 0..<maps.side {
                let pixels = maps.row(row, of: picture)
                let target = vector + (picture * maps.side + row) * maps.side
                for column in 0..<maps.side { body(pixels + column * maps.stride, target + column) }
            }
        }
    }
}

extension LayerGraph.Step {
    /// The value that it makes.
    var result: Int {
        switch self {
        case .convolution(_, let to, _), .subSampling(_, let to), .normalisation(_, let to, _, _),
            .activation(_, let to, _), .averagePooling(_, let to), .upSampling(_, let to), .sum(_, _, let to, _),
            .dropout(_, let to, _), .flattening(_, let to), .unflattening(_, let to), .dense(_, let to, _, _):
            to
        }
    }
}
