import NumericSupport

extension LayerGraph {
    /// The weights before training, as the authors of AC-RegNet draw them: convolutions from a normal distribution of
    /// deviation 0.01, cut at two deviations; dense layers uniformly within ±√(6 / (inputs + outputs)) (Glorot and
    /// Bengio, AISTATS 2010). Scales are 1; shifts, biases and all that fills up channels are 0.
    func drawnParameters(seed: UInt64) -> [Float] {
        var random = SplitMix64(seed: seed)
        var parameters = [Float](repeating: 0, count: parameterCount)
        for layer in layers {
            let limit = (6 / Float(layer.inputs + layer.outputs)).squareRoot()
            for tap in 0..<layer.taps {
                for input in 0..<layer.usedInputs {
                    let row = layer.weights + (tap * layer.inputs + input) * layer.outputs
                    for output in 0..<layer.usedOutputs {
                        parameters[row + output] =
                            layer.kind == .dense
                            ? limit * (2 * random.uniform() - 1) : Self.deviation * random.normalWithinTwo()
                    }
                }
            }
            if layer.kind == .normalised {
                for output in 0..<layer.usedOutputs { parameters[layer.scale + output] = 1 }
            }
        }
        return parameters
    }

    private static let deviation: Float = 0.01

    /// Running means of 0 and variances of 1.
    var firstStatistics: [Float] {
        var statistics = [Float](repeating: 0, count: statisticCount)
        for layer in layers where layer.kind == .normalised {
            for index in layer.variance..<layer.variance + layer.outputs { statistics[index] = 1 }
        }
        return statistics
    }

    /// The parameters of the folded graph with the same layers.
    func folded(_ parameters: [Float], _ statistics: [Float], into folded: LayerGraph) -> [Float] {
        precondition(!isFolded && folded.isFolded && layers.count == folded.layers.count, "other graphs")
        var result = [Float](repeating: 0, count: folded.parameterCount)
        for (layer, target) in zip(layers, folded.layers) {
            for output in 0..<layer.outputs {
                var (factor, bias) = (Float(1), parameters[layer.scale + output])
                if layer.kind == .normalised {
                    factor =
                        parameters[layer.scale + output]
                        / (statistics[layer.variance + output] + BatchNormalisation.epsilon).squareRoot()
                    bias = parameters[layer.shift + output] - statistics[layer.mean + output] * factor
                }
                for row in 0..<layer.taps * layer.inputs {
                    result[target.weights + row * layer.outputs + output] =
                        parameters[layer.weights + row * layer.outputs + output] * factor
                }
                result[target.bias + output] = bias
            }
        }
        return result
    }

    /// Takes a batch's means and variances into the running ones: a tenth of the way, with the unbiased variance.
    ///
    /// - Parameter pictures: of the batch that the statistics are of.
    func update(_ running: inout [Float], by batch: [Float], pictures: Int) {
        for step in steps {
            guard case .normalisation(let input, _, let index, _) = step else { continue }
            let (layer, side) = (layers[index], maps(input).side)
            let count = Float(pictures * side * side)
            for place in layer.mean..<layer.variance {
                running[place] += Self.momentum * (batch[place] - running[place])
            }
            for place in layer.variance..<layer.variance + layer.outputs {
                running[place] += Self.momentum * (batch[place] * count / (count - 1) - running[place])
            }
        }
    }

    private static let momentum: Float = 0.1
}

extension SplitMix64 {
    /// Normal with mean 0 and deviation 1, drawn again beyond ±2.
    fileprivate mutating func normalWithinTwo() -> Float {
        while true {
            let value = normal()
            if abs(value) <= 2 { return value }
        }
    }
}
