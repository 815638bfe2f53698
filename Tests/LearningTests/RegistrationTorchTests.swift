import Learning
import TestSupport
import Testing

@Suite("A learned registration and PyTorch")
struct RegistrationTorchTests {
    @Test("average pooling, nearest up-sampling and their gradients")
    func resampling() {
        let averaged = Layers.averaged(TestMaps(seed: 301, pictures: 1, channels: 8, side: 4))
        let averaging = Layers.averagingGradient(TestMaps(seed: 302, pictures: 1, channels: 8, side: 2))
        #expect(largestDifference(averaged.plain.values, RegistrationFigures.averagePoolingOutput) < 1e-6)
        #expect(largestDifference(averaging.plain.values, RegistrationFigures.averagePoolingGradient0) < 1e-6)
        let repeated = Layers.repeated(TestMaps(seed: 303, pictures: 1, channels: 8, side: 2))
        let repeating = Layers.repeatingGradient(TestMaps(seed: 304, pictures: 1, channels: 8, side: 4))
        #expect(largestDifference(repeated.plain.values, RegistrationFigures.nearestOutput) < 1e-6)
        #expect(largestDifference(repeating.plain.values, RegistrationFigures.nearestGradient0) < 1e-6)
    }

    @Test("a convolution of stride 2, padded as TensorFlow does, and its gradients")
    func strided() {
        let (input, weights) = (TestMaps(seed: 305, pictures: 1, channels: 8, side: 4), Drawn.values(576, seed: 306))
        let output = Layers.subSampled(Layers.convolution(input, weights, window: 3, outputs: 8))
        let error = Layers.subSamplingGradient(TestMaps(seed: 307, pictures: 1, channels: 8, side: 2))
        let gradients = Layers.convolutionGradients(input, weights, window: 3, error: error)
        #expect(largestDifference(output.plain.values, RegistrationFigures.stridedOutput) < 1e-5)
        #expect(largestDifference(gradients.input.plain.values, RegistrationFigures.stridedGradient0) < 1e-5)
        #expect(largestDifference(gradients.weights.map(Double.init), RegistrationFigures.stridedGradient1) < 1e-5)
    }

    @Test("batch normalisation with ELU, the ELU of a sum, and their gradients")
    func exponentialLinear() {
        let input = TestMaps(seed: 308, pictures: 2, channels: 8, side: 4)
        let (scale, shift) = (Drawn.values(8, seed: 309), Drawn.values(8, seed: 310))
        let output = Layers.normalised(input, scale: scale, shift: shift, activation: .exponentialLinear)
        let gradients = Layers.normalisationGradients(
            input, scale: scale, shift: shift, activation: .exponentialLinear,
            error: TestMaps(seed: 311, pictures: 2, channels: 8, side: 4))
        #expect(largestDifference(output.plain.values, RegistrationFigures.normalisedELUOutput) < 1e-5)
        #expect(largestDifference(gradients.input.plain.values, RegistrationFigures.normalisedELUGradient0) < 1e-5)
        #expect(largestDifference(gradients.scale.map(Double.init), RegistrationFigures.normalisedELUGradient1) < 1e-5)
        #expect(largestDifference(gradients.shift.map(Double.init), RegistrationFigures.normalisedELUGradient2) < 1e-5)

        let sum = Layers.sum(
            TestMaps(seed: 312, pictures: 1, channels: 8, side: 2),
            TestMaps(seed: 313, pictures: 1, channels: 8, side: 2), .exponentialLinear)
        var (made, error) = (sum, TestMaps(seed: 314, pictures: 1, channels: 8, side: 2))
        made.withMaps { made in
            error.withMaps { Activation.exponentialLinear.backward($0, output: made, into: $0) }
        }
        #expect(largestDifference(sum.plain.values, RegistrationFigures.sumELUOutput) < 1e-6)
        #expect(largestDifference(error.plain.values, RegistrationFigures.sumELUGradient0) < 1e-6)
        #expect(largestDifference(error.plain.values, RegistrationFigures.sumELUGradient1) < 1e-6)
    }

    @Test("a warp and its gradient by the displacements")
    func warp() {
        let input = TestMaps(seed: 315, pictures: 2, channels: 8, side: 4)
        let field = TestMaps(
            Drawn.values(64, seed: 316).map { 3 * $0 }, pictures: 2, channels: 2, side: 4)
        let gradient = Layers.warpGradient(
            input, field, error: TestMaps(seed: 317, pictures: 2, channels: 8, side: 4))
        #expect(largestDifference(Layers.warped(input, field).plain.values, RegistrationFigures.warpOutput) < 1e-5)
        #expect(largestDifference(gradient.plain.values, RegistrationFigures.warpGradient) < 1e-5)
    }

    @Test("the parts of the loss and their gradients")
    func losses() {
        let first = TestMaps(seed: 318, pictures: 2, channels: 8, side: 4)
        let second = TestMaps(seed: 319, pictures: 2, channels: 8, side: 4)
        let correlation = Layers.loss(first, second) {
            RegistrationLoss.negativeCorrelation($0, $1, channel: 3, batch: 2, gradient: $2)
        }
        #expect(abs(correlation.loss - RegistrationFigures.correlation[0]) < 1e-6)
        #expect(
            largestDifference(correlation.gradient.channels(3..<4), RegistrationFigures.correlationGradient) < 1e-6)

        let field = TestMaps(seed: 322, pictures: 2, channels: 2, side: 4)
        var (maps, slopes) = (field, TestMaps(zeros: 2, channels: 2, side: 4))
        let variation = maps.withMaps { maps in
            slopes.withMaps { RegistrationLoss.addTotalVariation(maps, batch: 2, weight: 0.3, gradient: $0) }
        }
        #expect(abs(variation - RegistrationFigures.variation[0]) < 1e-5)
        #expect(largestDifference(slopes.plain.values, RegistrationFigures.variationGradient) < 1e-6)
    }

    private static let (side, classes, parts, pictures) = (16, 3, 2, 2)

    private static func plan(steps: Int) -> RegistrationPlan {
        RegistrationPlan(
            side: side, parts: parts, picturesInPart: pictures, rate: .constant(0.01, steps: steps), seed: 7)
    }

    private static func trainedAutoencoder() throws -> (AutoencoderTrainer, losses: [Double], gradient: [Float]) {
        let drawn = DrawnNetwork.autoencoder(seed: 1000, classes: classes)
        var trainer = try AutoencoderTrainer(
            AutoencoderShape(side: side, classes: classes, channels: [8, 8], codes: 4), plan: plan(steps: 3),
            state: drawn.state)
        var (losses, gradient): ([Double], [Float]) = ([], [])
        for step in 0..<3 {
            losses.append(
                trainer.step(threads: 2) { place in
                    Drawn.classes(side * side, below: classes, seed: UInt64(2000 + place))
                })
            if step == 0 { gradient = trainer.gradient }
        }
        return (trainer, losses, gradient)
    }

    @Test("three steps of an autoencoder of label maps, in two parts each")
    func autoencoder() throws {
        let drawn = DrawnNetwork.autoencoder(seed: 1000, classes: Self.classes)
        let (trainer, losses, gradient) = try Self.trainedAutoencoder()
        #expect(largestDifference(losses, RegistrationFigures.autoencoderLosses) < 1e-4)
        let norms = drawn.norms(gradient)
        for (found, expected) in zip(norms, RegistrationFigures.autoencoderGradientNorms) {
            #expect(abs(found - expected) < 1e-4 + 1e-3 * expected)
        }
        #expect(norms.count == RegistrationFigures.autoencoderGradientNorms.count)
        #expect(
            largestDifference(
                drawn.norms(trainer.state.parameters), RegistrationFigures.autoencoderParameterNorms) < 2e-3)
        #expect(
            largestDifference(
                drawn.statisticNorms(trainer.state.statistics).variances,
                RegistrationFigures.autoencoderVarianceNorms) < 2e-3)
    }

    @Test("four steps of a registration with every part of the loss, with dropout, in two parts each")
    func registration() throws {
        let codes = try LabelCodes(
            AutoencoderShape(side: Self.side, classes: Self.classes, channels: [8, 8], codes: 4),
            Self.trainedAutoencoder().0.state)
        let drawn = DrawnNetwork.registration(seed: 3000)
        var trainer = try RegistrationTrainer(
            RegistrationShape(channels: [8, 8]), plan: Self.plan(steps: 4), classes: Self.classes, codes: codes,
            state: drawn.state)
        var losses: [Double] = []
        for step in 0..<4 {
            let found = trainer.step(threads: 2) { place in
                RegistrationSample(
                    moving: Self.picture(4000 + 2 * place), fixed: Self.picture(4001 + 2 * place))
            }
            losses += [found.correlation, found.variation, found.entropy, found.codes]
            guard step == 0 else { continue }
            let norms = drawn.norms(trainer.gradient)
            #expect(norms.count == RegistrationFigures.registrationGradientNorms.count)
            for (found, expected) in zip(norms, RegistrationFigures.registrationGradientNorms) {
                #expect(abs(found - expected) < 1e-4 + 2e-3 * expected)
            }
        }
        #expect(largestDifference(losses, RegistrationFigures.registrationLosses) < 5e-4)
        #expect(
            largestDifference(
                drawn.norms(trainer.state.parameters), RegistrationFigures.registrationParameterNorms) < 2e-3)
        #expect(
            largestDifference(
                drawn.statisticNorms(trainer.state.statistics).means, RegistrationFigures.registrationMeanNorms)
                < 2e-3)
    }

    private static func picture(_ seed: Int) -> LabelledPicture {
        let classes = Drawn.classes(side * side, below: Self.classes, seed: UInt64(seed))
        let grey = zip(Drawn.values(side * side, seed: UInt64(seed + 100_000)), classes).map {
            ($0 + 1) / 4 + Float($1) / 4
        }
        return LabelledPicture(grey: grey, classes: classes)
    }
}
