import Learning

/// The layers of the package on arrays of planes.
enum Layers {
    static func convolution(
        _ input: TestMaps, _ weights: [Float], window: Int, outputs: Int, bias: [Float]? = nil, rectified: Bool = false,
        beside: Int = 0
    ) -> TestMaps {
        var (input, output) = (input, TestMaps(zeros: input.pictures, channels: outputs, side: input.side))
        input.withMaps(beside: beside) { input in
            output.withMaps(beside: beside) { output in
                guard let bias else {
                    return Convolution.forward(
                        input, window: window, weights: weights, rectified: rectified, into: output)
                }
                Convolution.forward(
                    input, window: window, weights: weights, bias: bias, rectified: rectified, into: output)
            }
        }
        return output
    }

    /// Gradients of input (where its channels are a multiple of eight), weights and bias.
    static func convolutionGradients(
        _ input: TestMaps, _ weights: [Float], window: Int, error: TestMaps, beside: Int = 0
    ) -> (input: TestMaps, weights: [Float], bias: [Float]) {
        var (input, error) = (input, error)
        var inputGradient = TestMaps(zeros: input.pictures, channels: input.channels, side: input.side)
        var (weightGradient, turned) = (weights.map { _ in Float(0) }, weights)
        var biasGradient = [Float](repeating: 0, count: error.channels)
        input.withMaps(beside: beside) { input in
            error.withMaps(beside: beside) { error in
                Convolution.addWeightGradient(input, error, window: window, to: &weightGradient)
                error.addSums(to: &biasGradient)
                Convolution.transpose(
                    weights, window: window, inputs: input.channels, outputs: error.channels, into: &turned)
                guard input.channels % 8 == 0 else { return }
                inputGradient.withMaps { Convolution.forward(error, window: window, weights: turned, into: $0) }
            }
        }
        return (inputGradient, weightGradient, biasGradient)
    }

    static func statistics(_ input: TestMaps) -> (mean: [Float], variance: [Float]) {
        var input = input
        var mean = [Float](repeating: 0, count: input.channels)
        var variance = mean
        input.withMaps { BatchNormalisation.statistics($0, mean: &mean, variance: &variance) }
        return (mean, variance)
    }

    static func normalised(
        _ input: TestMaps, scale: [Float], shift: [Float], activation: Activation?, beside: Int = 0
    ) -> TestMaps {
        let (mean, variance) = statistics(input)
        var (input, output) = (input, TestMaps(zeros: input.pictures, channels: input.channels, side: input.side))
        input.withMaps { input in
            output.withMaps(beside: beside) { output in
                BatchNormalisation.forward(
                    input, mean: mean, variance: variance, scale: scale, shift: shift, activation: activation,
                    into: output)
            }
        }
        return output
    }

    static func normalisationGradients(
        _ input: TestMaps, scale: [Float], shift: [Float], activation: Activation?, error: TestMaps
    ) -> (input: TestMaps, scale: [Float], shift: [Float]) {
        let (mean, variance) = statistics(input)
        var (input, error) = (input, error)
        var (scaleGradient, shiftGradient) = (scale.map { _ in Float(0) }, scale.map { _ in Float(0) })
        input.withMaps { input in
            error.withMaps { error in
                BatchNormalisation.backward(
                    input, mean: mean, variance: variance, scale: scale, shift: shift, activation: activation,
                    gradient: error, scaleGradient: &scaleGradient, shiftGradient: &shiftGradient)
            }
        }
        return (error, scaleGradient, shiftGradient)
    }

    static func pooled(_ input: TestMaps, beside: Int = 0) -> TestMaps {
        var (input, output) = (input, TestMaps(zeros: input.pictures, channels: input.channels, side: input.side / 2))
        input.withMaps(beside: beside) { input in output.withMaps { MaximumPooling.forward(input, into: $0) } }
        return output
    }

    static func poolingGradient(_ input: TestMaps, error: TestMaps, beside: Int = 0) -> TestMaps {
        var (input, error) = (input, error)
        var result = TestMaps(zeros: input.pictures, channels: input.channels, side: input.side)
        input.withMaps { input in
            error.withMaps { error in
                result.withMaps(beside: beside) {
                    MaximumPooling.addInputGradient(input, outputGradient: error, to: $0)
                }
            }
        }
        return result
    }

    static func upSampled(_ input: TestMaps, beside: Int = 0) -> TestMaps {
        var (input, output) = (input, TestMaps(zeros: input.pictures, channels: input.channels, side: input.side * 2))
        input.withMaps { input in output.withMaps(beside: beside) { UpSampling.forward(input, into: $0) } }
        return output
    }

    static func upSamplingGradient(_ error: TestMaps, beside: Int = 0) -> TestMaps {
        var (error, result) = (error, TestMaps(zeros: error.pictures, channels: error.channels, side: error.side / 2))
        error.withMaps(beside: beside) { error in result.withMaps { UpSampling.backward(error, into: $0) } }
        return result
    }

    /// The loss and its gradient, for logits of any number of classes.
    static func loss(_ logits: TestMaps, truth: [UInt8]) -> (loss: Double, gradient: TestMaps) {
        var (logits, gradient) = (logits, logits)
        let loss = logits.withMaps { logits in
            gradient.withMaps {
                SegmentationLoss.evaluate(logits: logits, classes: logits.channels, truth: truth, gradient: $0)
            }
        }
        return (loss, gradient)
    }
}
