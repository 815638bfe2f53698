import Learning
import TestSupport
import Testing

@Suite("Layers and PyTorch")
struct TorchTests {
    @Test("a 3 × 3 convolution and its gradients")
    func convolution() {
        let (input, weights) = (TestMaps(seed: 1, pictures: 1, channels: 8, side: 4), Drawn.values(576, seed: 2))
        let output = Layers.convolution(input, weights, window: 3, outputs: 8)
        let error = TestMaps(seed: 3, pictures: 1, channels: 8, side: 4)
        let gradients = Layers.convolutionGradients(input, weights, window: 3, error: error)
        #expect(largestDifference(output.plain.values, TorchFigures.convolutionOutput) < 1e-5)
        #expect(largestDifference(gradients.input.plain.values, TorchFigures.convolutionGradient0) < 1e-5)
        #expect(largestDifference(gradients.weights.map(Double.init), TorchFigures.convolutionGradient1) < 1e-5)
    }

    @Test("a 1 × 1 convolution with bias and its gradients")
    func pointwise() {
        let (input, weights) = (TestMaps(seed: 4, pictures: 1, channels: 8, side: 4), Drawn.values(128, seed: 5))
        let output = Layers.convolution(input, weights, window: 1, outputs: 16, bias: Drawn.values(16, seed: 6))
        let error = TestMaps(seed: 7, pictures: 1, channels: 16, side: 4)
        let gradients = Layers.convolutionGradients(input, weights, window: 1, error: error)
        #expect(largestDifference(output.plain.values, TorchFigures.pointwiseOutput) < 1e-5)
        #expect(largestDifference(gradients.input.plain.values, TorchFigures.pointwiseGradient0) < 1e-5)
        #expect(largestDifference(gradients.weights.map(Double.init), TorchFigures.pointwiseGradient1) < 1e-5)
        #expect(largestDifference(gradients.bias.map(Double.init), TorchFigures.pointwiseGradient2) < 1e-5)
    }

    @Test("batch normalisation with ReLU and its gradients")
    func normalisation() {
        let input = TestMaps(seed: 8, pictures: 2, channels: 8, side: 4)
        let (scale, shift) = (Drawn.values(8, seed: 9), Drawn.values(8, seed: 10))
        let output = Layers.normalised(input, scale: scale, shift: shift, activation: .rectified)
        let error = TestMaps(seed: 11, pictures: 2, channels: 8, side: 4)
        let gradients = Layers.normalisationGradients(
            input, scale: scale, shift: shift, activation: .rectified, error: error)
        #expect(largestDifference(output.plain.values, TorchFigures.normalisationOutput) < 1e-5)
        #expect(largestDifference(gradients.input.plain.values, TorchFigures.normalisationGradient0) < 1e-5)
        #expect(largestDifference(gradients.scale.map(Double.init), TorchFigures.normalisationGradient1) < 1e-5)
        #expect(largestDifference(gradients.shift.map(Double.init), TorchFigures.normalisationGradient2) < 1e-5)
    }

    @Test("maximum pooling, bilinear up-sampling and their gradients")
    func resampling() {
        let large = TestMaps(seed: 12, pictures: 1, channels: 8, side: 8)
        let pooling = Layers.poolingGradient(large, error: TestMaps(seed: 13, pictures: 1, channels: 8, side: 4))
        #expect(largestDifference(Layers.pooled(large).plain.values, TorchFigures.poolingOutput) < 1e-6)
        #expect(largestDifference(pooling.plain.values, TorchFigures.poolingGradient0) < 1e-6)
        let raised = Layers.upSampled(TestMaps(seed: 14, pictures: 1, channels: 8, side: 4))
        let raising = Layers.upSamplingGradient(TestMaps(seed: 15, pictures: 1, channels: 8, side: 8))
        #expect(largestDifference(raised.plain.values, TorchFigures.upSamplingOutput) < 1e-6)
        #expect(largestDifference(raising.plain.values, TorchFigures.upSamplingGradient0) < 2e-6)
    }

    @Test("the exponential linear unit and its gradient")
    func exponentialLinear() {
        let (input, error) = (Drawn.values(40, seed: 16).map { 3 * $0 }, Drawn.values(40, seed: 17))
        var (output, gradient) = (input, input)
        Activation.exponentialLinear.forward(input, count: 40, into: &output)
        Activation.exponentialLinear.backward(error, output: output, count: 40, into: &gradient)
        #expect(largestDifference(output.map(Double.init), TorchFigures.exponentialLinearOutput) < 1e-6)
        #expect(largestDifference(gradient.map { 3 * Double($0) }, TorchFigures.exponentialLinearGradient0) < 2e-6)
    }

    @Test("a dense layer and its gradients")
    func dense() {
        let (x, w, b) = (Drawn.values(35, seed: 18), Drawn.values(42, seed: 19), Drawn.values(6, seed: 20))
        let error = Drawn.values(30, seed: 21)
        var (output, byWeights, byBias, byInput) = (error, w, b, x)
        DenseLayer.forward(x, weights: w, bias: b, rows: 5, inputs: 7, outputs: 6, into: &output)
        DenseLayer.backward(
            error, input: x, weights: w, rows: 5, inputs: 7, outputs: 6, weightGradient: &byWeights,
            biasGradient: &byBias, inputGradient: &byInput)
        #expect(largestDifference(output.map(Double.init), TorchFigures.denseOutput) < 1e-5)
        #expect(largestDifference(byInput.map(Double.init), TorchFigures.denseGradient0) < 1e-5)
        #expect(largestDifference(byWeights.map(Double.init), TorchFigures.denseGradient1) < 1e-5)
        #expect(largestDifference(byBias.map(Double.init), TorchFigures.denseGradient2) < 1e-5)
    }

    @Test("softmax cross-entropy with soft Dice, and the gradient")
    func loss() {
        let logits = TestMaps(Drawn.values(96, seed: 22).map { 3 * $0 }, pictures: 2, channels: 3, side: 4)
        let found = Layers.loss(logits, truth: Drawn.classes(32, below: 3, seed: 23))
        #expect(abs(found.loss - TorchFigures.loss[0]) < 1e-6)
        #expect(largestDifference(found.gradient.plain.values, TorchFigures.lossGradient) < 1e-6)
    }

    @Test("a U-Net's loss, the gradient of each parameter, and ten steps of AdamW along one cycle")
    func network() throws {
        let shape = try NetworkShape(inputs: 2, classes: 3, channels: [8, 16, 8])
        let plan = TrainingPlan(side: 8, batch: 3, steps: 10, maximumRate: 0.02, weightDecay: 0.1)
        var trainer = try Trainer(plan: plan, state: TrainerState(Networks.drawn(shape, seed: 30)))
        for step in 0..<10 {
            let input = TestMaps(seed: 100 + UInt64(step), pictures: 3, channels: 2, side: 8)
            let truth = Drawn.classes(192, below: 3, seed: 200 + UInt64(step))
            let rate = plan.rate.rate(step: step)
            #expect(abs(rate - TorchFigures.rates[step]) < 1e-6 * TorchFigures.rates[step] + 1e-12)
            let progress = trainer.step(Networks.samples(input, truth))
            #expect(abs(progress.loss - TorchFigures.losses[step]) < (step == 0 ? 1e-5 : 5e-4), "step \(step)")
            if step == 0 {
                let first = trainer.gradient[..<144].map(Double.init)
                #expect(largestDifference(first, TorchFigures.gradientOfFirstConvolution) < 1e-5)
                let norms = Self.norms(trainer.gradient, Self.sections(shape))
                #expect(Self.largestRelative(norms, TorchFigures.gradientNorms) < 1e-4)
            }
            if step == 4 {
                let network = trainer.state.network
                let norms = Self.norms(network.parameters, Self.sections(shape))
                #expect(Self.largestRelative(norms, TorchFigures.parameterNorms) < 1e-3)
                let running = Self.norms(
                    network.statistics, [8, 8, 8, 8, 16, 16, 16, 16, 8, 8, 8, 8, 16, 16, 16, 16, 8, 8, 8, 8])
                let expected = zip(TorchFigures.runningMeanNorms, TorchFigures.runningVarianceNorms).flatMap {
                    [$0, $1]
                }
                #expect(Self.largestRelative(running, expected) < 5e-3)
            }
        }
    }

    /// How many numbers each parameter of a three-level network has, in order.
    private static func sections(_ shape: NetworkShape) -> [Int] {
        let c = shape.channels
        let blocks = [
            (shape.inputs, c[0]), (c[0], c[0]), (c[0], c[1]), (c[1], c[1]), (c[1], c[2]), (c[2], c[2]),
            (c[1] + c[2], c[1]), (c[1], c[1]), (c[0] + c[1], c[0]), (c[0], c[0]),
        ]
        return blocks.flatMap { [9 * $0 * $1, $1, $1] } + [c[0] * shape.classes, shape.classes]
    }

    private static func norms(_ values: [Float], _ sections: [Int]) -> [Double] {
        var start = 0
        return sections.map { count in
            defer { start += count }
            return values[start..<start + count].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
    }

    private static func largestRelative(_ found: [Double], _ expected: [Double]) -> Double {
        guard found.count == expected.count else { return .infinity }
        return zip(found, expected).map { abs($0 - $1) / $1 }.max() ?? 0
    }
}
