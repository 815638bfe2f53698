import Learning
import TestSupport
import Testing

@Suite("Gradients and central differences")
struct CentralDifferenceTests {
    /// Derivatives of a function in double precision, by central differences.
    static func gradient(at point: [Double], of function: ([Double]) -> Double) -> [Double] {
        point.indices.map { partial(at: point, along: $0, of: function) }
    }

    static func partial(at point: [Double], along index: Int, of function: ([Double]) -> Double) -> Double {
        let step = 1e-5
        var (above, below) = (point, point)
        above[index] += step
        below[index] -= step
        return (function(above) - function(below)) / (2 * step)
    }

    static func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    @Test("of a convolution", arguments: [1, 3])
    func convolution(window: Int) {
        let input = TestMaps(seed: 21, pictures: 2, channels: 8, side: 4)
        let weights = Drawn.values(window * window * 64, seed: 22)
        let error = TestMaps(seed: 23, pictures: 2, channels: 8, side: 4)
        let found = Layers.convolutionGradients(input, weights, window: window, error: error)

        let (plain, wide, none) = (input.plain, weights.map(Double.init), [Double](repeating: 0, count: 8))
        let byInput = Self.gradient(at: plain.values) { values in
            var moved = plain
            moved.values = values
            return Self.product(
                PlainLayers.convolution(moved, wide, window: window, bias: none).values, error.plain.values)
        }
        let byWeights = Self.gradient(at: wide) { values in
            Self.product(PlainLayers.convolution(plain, values, window: window, bias: none).values, error.plain.values)
        }
        let byBias = Self.gradient(at: none) { values in
            Self.product(PlainLayers.convolution(plain, wide, window: window, bias: values).values, error.plain.values)
        }
        #expect(largestDifference(found.input.plain.values, byInput) < 5e-5)
        #expect(largestDifference(found.weights.map(Double.init), byWeights) < 5e-5)
        #expect(largestDifference(found.bias.map(Double.init), byBias) < 5e-5)
    }

    @Test(
        "of batch normalisation, with ReLU, with ELU and without",
        arguments: [nil, .rectified, .exponentialLinear] as [Activation?])
    func normalisation(activation: Activation?) {
        let input = TestMaps(seed: 24, pictures: 3, channels: 8, side: 2)
        let (scale, shift) = (Drawn.values(8, seed: 25), Drawn.values(8, seed: 26))
        let error = TestMaps(seed: 27, pictures: 3, channels: 8, side: 2)
        let found = Layers.normalisationGradients(
            input, scale: scale, shift: shift, activation: activation, error: error)

        func value(_ input: [Double], _ scale: [Double], _ shift: [Double]) -> Double {
            let maps = PlainMaps(input, pictures: 3, channels: 8, side: 2)
            return Self.product(
                PlainLayers.normalised(maps, scale: scale, shift: shift, activation: activation).values,
                error.plain.values)
        }
        let (x, s, b) = (input.plain.values, scale.map(Double.init), shift.map(Double.init))
        #expect(largestDifference(found.input.plain.values, Self.gradient(at: x) { value($0, s, b) }) < 1e-4)
        #expect(largestDifference(found.scale.map(Double.init), Self.gradient(at: s) { value(x, $0, b) }) < 1e-4)
        #expect(largestDifference(found.shift.map(Double.init), Self.gradient(at: b) { value(x, s, $0) }) < 1e-4)
    }

    @Test("of pooling and up-sampling, alone or on some channels of wider maps", arguments: [0, 8])
    func resampling(beside: Int) {
        let input = TestMaps(seed: 28, pictures: 2, channels: 8, side: 4)
        func gradient(_ error: TestMaps, _ layer: (PlainMaps) -> PlainMaps) -> [Double] {
            Self.gradient(at: input.plain.values) { values in
                Self.product(layer(PlainMaps(values, pictures: 2, channels: 8, side: 4)).values, error.plain.values)
            }
        }
        let small = TestMaps(seed: 29, pictures: 2, channels: 8, side: 2)
        let pooling = Layers.poolingGradient(input, error: small, beside: beside)
        #expect(largestDifference(pooling.plain.values, gradient(small, PlainLayers.pooled)) < 1e-6)
        let large = TestMaps(seed: 30, pictures: 2, channels: 8, side: 8)
        let raising = Layers.upSamplingGradient(large, beside: beside)
        #expect(largestDifference(raising.plain.values, gradient(large, PlainLayers.upSampled)) < 1e-5)
    }

    @Test("where several pixels are the largest, the first of them gets the gradient")
    func ties() {
        let input = TestMaps(Array(repeating: 1, count: 32), pictures: 1, channels: 8, side: 2)
        let error = TestMaps(Array(repeating: 3, count: 8), pictures: 1, channels: 8, side: 1)
        let gradient = Layers.poolingGradient(input, error: error)
        #expect(gradient.values == (0..<8).flatMap { _ in [3, 0, 0, 0] as [Float] })
    }

    @Test("of ReLU and ELU", arguments: [Activation.rectified, .exponentialLinear])
    func activation(function: Activation) {
        let (input, error) = (Drawn.values(64, seed: 31), Drawn.values(64, seed: 32))
        var (output, gradient) = (input, input)
        function.forward(input, count: 64, into: &output)
        function.backward(error, output: output, count: 64, into: &gradient)
        for index in input.indices {
            let (value, result) = (Double(input[index]), Double(gradient[index]))
            var moved: [Float] = [input[index] + 0x1p-9, input[index] - 0x1p-9]
            if abs(value) < 0.01 { continue }
            function.forward(moved, count: 2, into: &moved)
            let slope = (Double(moved[0]) - Double(moved[1])) / 0x1p-8
            #expect(abs(slope * Double(error[index]) - result) < 1e-4)
        }
    }

    @Test("of a dense layer")
    func dense() {
        let (rows, inputs, outputs) = (4, 6, 3)
        let (x, w) = (Drawn.values(rows * inputs, seed: 33), Drawn.values(inputs * outputs, seed: 34))
        let (b, error) = (Drawn.values(outputs, seed: 35), Drawn.values(rows * outputs, seed: 36))
        var (byWeights, byBias, byInput) = (w, b, x)
        DenseLayer.backward(
            error, input: x, weights: w, rows: rows, inputs: inputs, outputs: outputs, weightGradient: &byWeights,
            biasGradient: &byBias, inputGradient: &byInput)
        func value(_ x: [Double], _ w: [Double], _ b: [Double]) -> Double {
            (0..<rows * outputs).reduce(0) { sum, index in
                let (row, column) = (index / outputs, index % outputs)
                let output = (0..<inputs).reduce(b[column]) { $0 + x[row * inputs + $1] * w[$1 * outputs + column] }
                return sum + output * Double(error[index])
            }
        }
        let (dx, dw, db) = (x.map(Double.init), w.map(Double.init), b.map(Double.init))
        #expect(largestDifference(byInput.map(Double.init), Self.gradient(at: dx) { value($0, dw, db) }) < 1e-5)
        #expect(largestDifference(byWeights.map(Double.init), Self.gradient(at: dw) { value(dx, $0, db) }) < 1e-5)
        #expect(largestDifference(byBias.map(Double.init), Self.gradient(at: db) { value(dx, dw, $0) }) < 1e-5)
    }

    @Test("of the loss, for up to more classes than lanes", arguments: [2, 4, 9])
    func loss(classes: Int) {
        let logits = TestMaps(seed: 37, pictures: 2, channels: classes, side: 3)
        let truth = Drawn.classes(18, below: classes, seed: 38)
        let found = Layers.loss(logits, truth: truth)
        func value(_ values: [Double]) -> Double {
            PlainNetwork.loss(PlainMaps(values, pictures: 2, channels: classes, side: 3), truth: truth)
        }
        #expect(abs(found.loss - value(logits.plain.values)) < 1e-6)
        #expect(
            largestDifference(found.gradient.plain.values, Self.gradient(at: logits.plain.values, of: value)) < 1e-6)
    }

    @Test("of a whole network by every sort of parameter")
    func network() throws {
        let shape = try NetworkShape(inputs: 2, classes: 3, channels: [8, 8, 16])
        let network = try Networks.drawn(shape, seed: 39)
        let (pictures, side) = (2, 8)
        let input = TestMaps(seed: 40, pictures: pictures, channels: 2, side: side)
        let truth = Drawn.classes(pictures * side * side, below: 3, seed: 41)
        let plan = TrainingPlan(side: side, batch: pictures, steps: 1)
        var trainer = try Trainer(plan: plan, state: TrainerState(network))
        let progress = trainer.step(Networks.samples(input, truth))

        func loss(_ parameters: [Double]) -> Double {
            let plain = PlainNetwork(shape: shape, parameters: parameters, statistics: nil)
            return PlainNetwork.loss(plain.logits(input.plain), truth: truth)
        }
        let point = network.parameters.map(Double.init)
        #expect(abs(progress.loss - loss(point)) < 1e-5)
        for index in stride(from: 0, to: point.count, by: 173) {
            let expected = Self.partial(at: point, along: index, of: loss)
            #expect(abs(Double(trainer.gradient[index]) - expected) < 2e-5 + 1e-3 * abs(expected), "parameter \(index)")
        }
    }
}
