/// Memory of one thread for the loss of a part of a batch of pairs.
final class RegistrationWorker {
    private let network: RegistrationGraph
    private let plan: RegistrationPlan
    private let classes: Int
    private let memory: GraphMemory
    private let judge: (codes: LabelCodes, network: AutoencoderGraph, memory: GraphMemory)?
    /// Maps of all pictures of a part: the classes, then the grey value.
    private var moving: [Float]
    private var fixed: [Float]
    private var warped: [Float]
    private var slopes: [Float]
    private let mapChannels: Int

    init(_ network: RegistrationGraph, plan: RegistrationPlan, classes: Int, codes: LabelCodes?) {
        self.network = network
        self.plan = plan
        self.classes = classes
        memory = GraphMemory(network.graph, pictures: plan.picturesInPart, isTrained: true)
        judge = codes.map { codes in
            let network = AutoencoderGraph(codes.shape, isFolded: true)
            let memory = GraphMemory(network.graph, pictures: plan.picturesInPart, isTrained: false)
            return (codes, network, memory)
        }
        mapChannels = LayerGraph.padded(classes + 1)
        let size = FeatureMaps.size(side: plan.side, channels: mapChannels) * plan.picturesInPart
        moving = Array(repeating: 0, count: size)
        fixed = moving
        warped = moving
        slopes = moving
    }

    /// The loss of some pairs, and its gradient.
    ///
    /// - Parameter dropoutSeed: of this step and part.
    func evaluate(_ samples: [RegistrationSample], parameters: [Float], dropoutSeed: UInt64) -> PartResult {
        precondition(samples.count == plan.picturesInPart, "a part of another size")
        let losses = moving.withUnsafeMutableBufferPointer { moving in
            fixed.withUnsafeMutableBufferPointer { fixed in
                warped.withUnsafeMutableBufferPointer { warped in
                    slopes.withUnsafeMutableBufferPointer { slopes in
                        memory.withPass(parameters, dropoutSeed: dropoutSeed) { pass in
                            evaluate(
                                samples, pass, moving: maps(moving), fixed: maps(fixed), warped: maps(warped),
                                slopes: maps(slopes))
                        }
                    }
                }
            }
        }
        return PartResult(gradient: memory.gradient, statistics: memory.statistics, losses: losses)
    }

    private func maps(_ memory: UnsafeMutableBufferPointer<Float>) -> FeatureMaps {
        FeatureMaps(
            memory: memory.baseAddress!, pictures: plan.picturesInPart, side: plan.side, channels: mapChannels)
    }

    private func evaluate(
        _ samples: [RegistrationSample], _ pass: GraphPass, moving: FeatureMaps, fixed: FeatureMaps,
        warped: FeatureMaps, slopes: FeatureMaps
    ) -> [Double] {
        let input = pass.maps(network.input)
        for (picture, sample) in samples.enumerated() {
            sample.moving.load(into: moving, picture: picture, classCount: classes)
            sample.fixed.load(into: fixed, picture: picture, classCount: classes)
            input.channels(0..<1).load(sample.moving.grey, picture: picture)
            input.channels(1..<2).load(sample.fixed.grey, picture: picture)
        }
        pass.forward()
        let field = pass.maps(network.output)
        DisplacementWarp.forward(moving, field: field, into: warped)
        slopes.clear()
        let (batch, weights) = (plan.batch, plan.weights)
        let correlation = RegistrationLoss.negativeCorrelation(
            warped, fixed, channel: classes, batch: batch, gradient: slopes)
        var (entropy, distance) = (0.0, 0.0)
        if weights.entropy > 0 {
            entropy = RegistrationLoss.crossEntropy(
                warped, truth: fixed, classes: classes, batch: batch, weight: weights.entropy, gradient: slopes)
        }
        if weights.codes > 0 { distance = addCodes(warped: warped, fixed: fixed, slopes: slopes) }
        let gradient = pass.gradientMaps(network.output)
        DisplacementWarp.backward(moving, field: field, outputGradient: slopes, into: gradient)
        let variation = RegistrationLoss.addTotalVariation(
            field, batch: batch, weight: weights.variation, gradient: gradient)
        pass.backward(from: network.output)
        return [correlation, variation, entropy, distance]
    }

    /// Adds the gradient of the distance of the codes by the warped labels.
    private func addCodes(warped: FeatureMaps, fixed: FeatureMaps, slopes: FeatureMaps) -> Double {
        guard let judge else { preconditionFailure("codes need an autoencoder") }
        let count = plan.picturesInPart * judge.codes.shape.codes
        var (aim, loss) = ([Float](repeating: 0, count: count), 0.0)
        judge.memory.withPass(judge.codes.weights) { pass in
            pass.maps(judge.network.input).copy(fixed)
            pass.forward(upTo: judge.network.codes)
            for index in 0..<count { aim[index] = pass.vector(judge.network.codes)[index] }
            pass.maps(judge.network.input).copy(warped)
            pass.forward(upTo: judge.network.codes)
            loss = RegistrationLoss.squaredDistance(
                pass.vector(judge.network.codes), aim, count: count, batch: plan.batch, weight: plan.weights.codes,
                gradient: pass.gradientVector(judge.network.codes))
            pass.backward(from: judge.network.codes, to: [judge.network.input])
            slopes.add(pass.gradientMaps(judge.network.input))
        }
        return loss
    }
}
