import Learning
import RealModule
import TestSupport
import Testing

@Suite("Layers and losses of a learned registration")
struct RegistrationLayerTests {
    @Test("pooling, up-sampling and sub-sampling equal their definitions", arguments: [2, 6, 16], [0, 8])
    func resampling(side: Int, beside: Int) {
        let input = TestMaps(seed: 400, pictures: 2, channels: 16, side: side)
        func difference(_ found: TestMaps, _ expected: PlainMaps) -> Double {
            largestDifference(found.plain.values, expected.values)
        }
        #expect(difference(Layers.averaged(input, beside: beside), PlainLayers.averaged(input.plain)) < 1e-6)
        #expect(difference(Layers.repeated(input, beside: beside), PlainLayers.repeated(input.plain)) == 0)
        #expect(difference(Layers.subSampled(input, beside: beside), PlainLayers.subSampled(input.plain)) == 0)
    }

    @Test("their gradients are those of central differences", arguments: [0, 8])
    func resamplingGradients(beside: Int) {
        let input = TestMaps(seed: 401, pictures: 2, channels: 8, side: 4)
        func gradient(_ error: TestMaps, _ layer: (PlainMaps) -> PlainMaps) -> [Double] {
            CentralDifferenceTests.gradient(at: input.plain.values) { values in
                CentralDifferenceTests.product(
                    layer(PlainMaps(values, pictures: 2, channels: 8, side: 4)).values, error.plain.values)
            }
        }
        let (small, large) = (
            TestMaps(seed: 402, pictures: 2, channels: 8, side: 2),
            TestMaps(seed: 403, pictures: 2, channels: 8, side: 8)
        )
        for (found, expected) in [
            (Layers.averagingGradient(small, beside: beside), gradient(small, PlainLayers.averaged)),
            (Layers.subSamplingGradient(small, beside: beside), gradient(small, PlainLayers.subSampled)),
            (Layers.repeatingGradient(large, beside: beside), gradient(large, PlainLayers.repeated)),
        ] {
            #expect(largestDifference(found.plain.values, expected) < 1e-5)
        }
    }

    @Test("activations of maps, and of sums of two, equal their definitions and pass on as much of an error")
    func activations() {
        let (a, b) = (
            TestMaps(seed: 404, pictures: 2, channels: 16, side: 5),
            TestMaps(seed: 405, pictures: 2, channels: 16, side: 5)
        )
        let error = TestMaps(seed: 406, pictures: 2, channels: 16, side: 5)
        for activation in [Activation.rectified, .exponentialLinear] {
            let sum = Layers.sum(a, b, activation)
            let sums: [Double] = zip(a.values, b.values).map { first, second in Double(first) + Double(second) }
            let expected: [Double] = sums.map { PlainLayers.plain(activation, $0) }
            #expect(largestDifference(sum.plain.values, expected) < 3e-7)
            var (output, gradient, gradientError) = (sum, a, error)
            output.withMaps { output in
                gradientError.withMaps { error in
                    gradient.withMaps { activation.backward(error, output: output, into: $0, adding: true) }
                }
            }
            for index in expected.indices where abs(sums[index]) > 0.01 {
                let slope = CentralDifferenceTests.partial(at: [sums[index]], along: 0) {
                    PlainLayers.plain(activation, $0[0])
                }
                let passed = Double(gradient.values[index]) - Double(a.values[index])
                #expect(abs(passed - slope * Double(error.values[index])) < 1e-5)
            }
        }
    }

    @Test(
        "the exponential linear unit has the value of its definition from −100 to 10, and passes on what is no number")
    func exponential() {
        let values: [Float] = (0..<512).map { (index: Int) -> Float in 110 * Float(index) / 512 - 100 }
        var input = TestMaps(values, pictures: 4, channels: 8, side: 4)
        input.withMaps { Activation.exponentialLinear.forward($0, into: $0) }
        let expected: [Double] = values.map { PlainLayers.plain(.exponentialLinear, Double($0)) }
        #expect(largestDifference(input.plain.values, expected) < 1e-5)
        for (found, expected) in zip(input.values, expected) where expected < 0 {
            #expect(abs(Double(found) - expected) < 2e-7)
        }
    }

    @Test("dropout keeps about half of the numbers, doubles them, and draws for each picture by its place")
    func dropout() {
        let input = TestMaps(seed: 407, pictures: 3, channels: 16, side: 16)
        let output = Layers.dropped(input, seed: 5)
        let kept = zip(input.values, output.values).filter { $0 != 0 && $1 != 0 }
        #expect(kept.allSatisfy { $1 == 2 * $0 })
        #expect(abs(Double(kept.count) / Double(input.values.count) - 0.5) < 0.02)
        #expect(Layers.dropped(input, seed: 5).values == output.values)
        #expect(Layers.dropped(input, seed: 6).values != output.values)
        let size = 16 * 16 * 16
        let alone = Array(input.values[..<size])
        let first = TestMaps(alone, pictures: 1, channels: 16, side: 16)
        #expect(Layers.dropped(first, seed: 5).values == Array(output.values[..<size]))
        let twice = Layers.dropped(TestMaps(alone + alone, pictures: 2, channels: 16, side: 16), seed: 5).values
        #expect(twice[..<size] != twice[size...])
    }

    @Test("a warp equals its definition, also where displacements point out of the picture", arguments: [0, 8])
    func warp(beside: Int) {
        let input = TestMaps(seed: 408, pictures: 2, channels: 16, side: 8)
        let field = Self.field(seed: 409, size: 5, side: 8)
        let expected = PlainLayers.warped(input.plain, field.plain)
        #expect(largestDifference(Layers.warped(input, field, beside: beside).plain.values, expected.values) < 1e-5)
        let still = TestMaps(zeros: 2, channels: 8, side: 8)
        #expect(Layers.warped(input, still).values == input.values)
    }

    @Test(
        "a warp's gradient by the displacements is that of central differences, and none beyond the outermost centres")
    func warpGradient() {
        let input = TestMaps(seed: 410, pictures: 2, channels: 8, side: 4)
        // Away from whole numbers, where the slope jumps.
        var field = Self.field(seed: 411, size: 3, side: 4)
        for index in field.values.indices { field.values[index] = field.values[index].rounded() + 0.3 }
        let error = TestMaps(seed: 412, pictures: 2, channels: 8, side: 4)
        let found = Layers.warpGradient(input, field, error: error)
        let expected = CentralDifferenceTests.gradient(at: field.plain.values) { values in
            CentralDifferenceTests.product(
                PlainLayers.warped(input.plain, PlainMaps(values, pictures: 2, channels: 8, side: 4)).values,
                error.plain.values)
        }
        #expect(largestDifference(found.plain.values, expected) < 1e-5)
        #expect(found.channels(0..<2).contains(0) && found.channels(0..<2).contains { $0 != 0 })
    }

    private static func field(seed: UInt64, size: Float, side: Int) -> TestMaps {
        var field = TestMaps(seed: seed, pictures: 2, channels: 8, side: side)
        for index in field.values.indices { field.values[index] *= size }
        return field
    }

    @Test("the losses and their gradients are those of their definitions, for a part of a batch")
    func losses() {
        let (a, b) = (
            TestMaps(seed: 413, pictures: 2, channels: 8, side: 4),
            TestMaps(seed: 414, pictures: 2, channels: 8, side: 4)
        )
        func check(_ found: (loss: Double, gradient: TestMaps), _ function: (PlainMaps) -> Double) {
            #expect(abs(found.loss - function(a.plain)) < 1e-5)
            let expected = CentralDifferenceTests.gradient(at: a.plain.values) {
                function(PlainMaps($0, pictures: 2, channels: 8, side: 4))
            }
            #expect(largestDifference(found.gradient.plain.values, expected) < 1e-5)
        }
        check(Layers.loss(a, b) { RegistrationLoss.negativeCorrelation($0, $1, channel: 5, batch: 6, gradient: $2) }) {
            PlainLayers.negativeCorrelation($0, b.plain, channel: 5, batch: 6)
        }
        let shares = Self.shares(b, classes: 4)
        check(
            Layers.loss(a, shares) {
                RegistrationLoss.crossEntropy($0, truth: $1, classes: 4, batch: 6, weight: 0.5, gradient: $2)
            }
        ) { 0.5 * PlainLayers.crossEntropy($0, shares.plain, classes: 4, batch: 6) }
        check(
            Layers.loss(a, b) { field, _, gradient in
                RegistrationLoss.addTotalVariation(field, batch: 6, weight: 0.25, gradient: gradient)
            }
        ) { 0.25 * PlainLayers.totalVariation($0, batch: 6) }
    }

    /// Maps whose first channels sum to 1 at each pixel.
    private static func shares(_ maps: TestMaps, classes: Int) -> TestMaps {
        var result = maps
        let plane = maps.side * maps.side
        for place in 0..<maps.pictures * plane {
            let first = place / plane * maps.channels * plane + place % plane
            let sum = (0..<classes).reduce(Float(0)) { $0 + abs(maps.values[first + $1 * plane]) }
            for index in 0..<classes {
                result.values[first + index * plane] = abs(maps.values[first + index * plane]) / sum
            }
        }
        return result
    }

    @Test("a picture of one grey value has no correlation and no gradient")
    func flat() {
        let flat = TestMaps(Array(repeating: 0.4, count: 128), pictures: 1, channels: 8, side: 4)
        let other = TestMaps(seed: 415, pictures: 1, channels: 8, side: 4)
        for (first, second) in [(flat, other), (other, flat)] {
            let found = Layers.loss(first, second) {
                RegistrationLoss.negativeCorrelation($0, $1, channel: 0, batch: 1, gradient: $2)
            }
            #expect(found.loss == 0 && found.gradient.values.allSatisfy { $0 == 0 })
        }
    }

    @Test("the squared distance of codes and its gradient")
    func distance() {
        let (a, b) = (Drawn.values(12, seed: 416), Drawn.values(12, seed: 417))
        var gradient = a
        let loss = RegistrationLoss.squaredDistance(a, b, count: 12, batch: 4, weight: 0.1, gradient: &gradient)
        func value(_ point: [Double]) -> Double {
            zip(point, b).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) } * 0.1 / 4
        }
        let point = a.map(Double.init)
        #expect(abs(loss - value(point)) < 1e-6)
        #expect(
            largestDifference(gradient.map(Double.init), CentralDifferenceTests.gradient(at: point, of: value)) < 1e-6)
    }
}
