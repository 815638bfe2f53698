import Learning
import TestSupport
import Testing

@Suite("Kernels and their plain definitions")
struct PlainKernelTests {
    struct Size: Sendable {
        let window: Int
        let side: Int
        let inputs: Int
        let outputs: Int
        var pictures = 2
        var beside = 0
    }

    /// All tiles, at sides that they fill and sides that they do not, with inputs that fill them and others.
    static let sizes = [
        Size(window: 3, side: 8, inputs: 1, outputs: 8), Size(window: 3, side: 11, inputs: 8, outputs: 8),
        Size(window: 3, side: 9, inputs: 3, outputs: 16), Size(window: 3, side: 4, inputs: 24, outputs: 24),
        Size(window: 3, side: 6, inputs: 16, outputs: 40), Size(window: 3, side: 3, inputs: 8, outputs: 16),
        Size(window: 3, side: 1, inputs: 8, outputs: 8), Size(window: 3, side: 2, inputs: 5, outputs: 24),
        Size(window: 1, side: 7, inputs: 8, outputs: 8), Size(window: 1, side: 8, inputs: 16, outputs: 16),
        Size(window: 3, side: 10, inputs: 8, outputs: 16, beside: 8),
        Size(window: 3, side: 8, inputs: 16, outputs: 8, pictures: 1, beside: 16),
        Size(window: 1, side: 5, inputs: 24, outputs: 8, beside: 8),
        Size(window: 3, side: 70, inputs: 4, outputs: 8, pictures: 1),
    ]

    @Test("a convolution equals its definition, alone or on some channels of wider maps", arguments: sizes)
    func convolution(size: Size) {
        let input = TestMaps(seed: 1, pictures: size.pictures, channels: size.inputs, side: size.side)
        let weights = Drawn.values(size.window * size.window * size.inputs * size.outputs, seed: 2)
        let bias = Drawn.values(size.outputs, seed: 3)

        let found = Layers.convolution(
            input, weights, window: size.window, outputs: size.outputs, bias: bias, beside: size.beside)
        let cut = Layers.convolution(
            input, weights, window: size.window, outputs: size.outputs, bias: bias, rectified: true,
            beside: size.beside)

        let expected = PlainLayers.convolution(
            input.plain, weights.map(Double.init), window: size.window, bias: bias.map(Double.init))
        #expect(largestDifference(found.plain.values, expected.values) < 2e-5)
        #expect(cut.values == found.values.map { max($0, 0) })
    }

    @Test("a convolution's gradients equal those of its definition, which is linear in each part", arguments: sizes)
    func convolutionGradients(size: Size) {
        let input = TestMaps(seed: 4, pictures: size.pictures, channels: size.inputs, side: size.side)
        let weights = Drawn.values(size.window * size.window * size.inputs * size.outputs, seed: 5)
        let error = TestMaps(seed: 6, pictures: size.pictures, channels: size.outputs, side: size.side)

        let found = Layers.convolutionGradients(
            input, weights, window: size.window, error: error, beside: size.beside)

        let expected = Self.gradients(input.plain, weights.map(Double.init), window: size.window, error: error.plain)
        let scale = Double(size.side * size.side * size.pictures).squareRoot()
        #expect(largestDifference(found.weights.map(Double.init), expected.weights) < 1e-5 * scale)
        if size.inputs % 8 == 0 { #expect(largestDifference(found.input.plain.values, expected.input) < 5e-5) }
        let sums = (0..<size.outputs).map { output in
            (0..<size.pictures * size.side * size.side).reduce(0.0) { sum, index in
                let (picture, pixel) = (index / (size.side * size.side), index % (size.side * size.side))
                return sum + error.plain[picture, output, pixel / size.side, pixel % size.side]
            }
        }
        #expect(largestDifference(found.bias.map(Double.init), sums) < 1e-5 * scale)
    }

    /// Every product of the definition, given to the two numbers that it is of.
    private static func gradients(
        _ input: PlainMaps, _ weights: [Double], window: Int, error: PlainMaps
    ) -> (input: [Double], weights: [Double]) {
        let (side, inputs, outputs) = (input.side, input.channels, error.channels)
        var inputGradient = input.values.map { _ in 0.0 }
        var weightGradient = weights.map { _ in 0.0 }
        for picture in 0..<input.pictures {
            for pixel in 0..<side * side {
                for tap in 0..<window * window {
                    let y = pixel / side + tap / window - window / 2
                    let x = pixel % side + tap % window - window / 2
                    guard (0..<side).contains(y), (0..<side).contains(x) else { continue }
                    for output in 0..<outputs {
                        let part = error[picture, output, pixel / side, pixel % side]
                        for channel in 0..<inputs {
                            let place = ((picture * inputs + channel) * side + y) * side + x
                            let weight = (tap * inputs + channel) * outputs + output
                            inputGradient[place] += weights[weight] * part
                            weightGradient[weight] += input.values[place] * part
                        }
                    }
                }
            }
        }
        return (inputGradient, weightGradient)
    }

    @Test("normalisation equals its definition", arguments: [(1, 1), (3, 5), (8, 2)], [8, 24])
    func normalisation(size: (side: Int, pictures: Int), channels: Int) {
        let pictures = size.side == 1 ? 3 : size.pictures
        let input = TestMaps(seed: 7, pictures: pictures, channels: channels, side: size.side)
        let (scale, shift) = (Drawn.values(channels, seed: 8), Drawn.values(channels, seed: 9))
        for activation in [nil, .rectified, .exponentialLinear] as [Activation?] {
            let found = Layers.normalised(input, scale: scale, shift: shift, activation: activation, beside: 8)
            let expected = PlainLayers.normalised(
                input.plain, scale: scale.map(Double.init), shift: shift.map(Double.init), activation: activation)
            #expect(largestDifference(found.plain.values, expected.values) < 1e-5)
        }
    }

    @Test("pooling and up-sampling equal their definitions", arguments: [2, 6, 12], [0, 8])
    func resampling(side: Int, beside: Int) {
        let input = TestMaps(seed: 10, pictures: 2, channels: 16, side: side)
        let pooled = Layers.pooled(input, beside: beside)
        #expect(largestDifference(pooled.plain.values, PlainLayers.pooled(input.plain).values) == 0)
        let raised = Layers.upSampled(input, beside: beside)
        #expect(largestDifference(raised.plain.values, PlainLayers.upSampled(input.plain).values) < 1e-6)
    }

    @Test("the sum of two maps is that of their numbers")
    func sum() {
        var first = TestMaps(seed: 11, pictures: 2, channels: 16, side: 3)
        var second = TestMaps(seed: 12, pictures: 2, channels: 16, side: 3)
        let expected = zip(first.values, second.values).map { $0 + $1 }
        first.withMaps { first in second.withMaps(beside: 8) { first.add($0) } }
        #expect(first.values == expected)
    }
}
