import Learning
import TestSupport
import Testing

/// A trained network that is trained further: by the statistics that it came with.
@Suite("Training further")
struct FurtherTrainingTests {
    private static func shape() throws -> NetworkShape {
        try NetworkShape(inputs: 2, classes: 3, channels: [8, 16])
    }

    @Test("a folded network that is unfolded folds to the same weights")
    func unfolded() throws {
        let folded = FoldedNetwork(try Networks.drawn(Self.shape(), seed: 60, statistics: 61))
        #expect(FoldedNetwork(Network(unfolding: folded)) == folded)
    }

    @Test("gradients with kept statistics are those of central differences, for every sort of parameter")
    func gradients() throws {
        let shape = try Self.shape()
        let network = try Networks.drawn(shape, seed: 62, statistics: 63)
        let (pictures, side) = (2, 8)
        let input = TestMaps(seed: 64, pictures: pictures, channels: 2, side: side)
        let truth = Drawn.classes(pictures * side * side, below: 3, seed: 65)
        var trainer = try Trainer(
            plan: TrainingPlan(side: side, batch: pictures, steps: 1), state: TrainerState(network),
            keepsStatistics: true)
        let progress = trainer.step(Networks.samples(input, truth))
        func loss(_ parameters: [Double]) -> Double {
            let plain = PlainNetwork(
                shape: shape, parameters: parameters, statistics: network.statistics.map(Double.init))
            return PlainNetwork.loss(plain.logits(input.plain), truth: truth)
        }
        let point = network.parameters.map(Double.init)
        #expect(abs(progress.loss - loss(point)) < 1e-5)
        for index in stride(from: 0, to: point.count, by: 97) {
            let expected = CentralDifferenceTests.partial(at: point, along: index, of: loss)
            #expect(abs(Double(trainer.gradient[index]) - expected) < 2e-5 + 1e-3 * abs(expected), "parameter \(index)")
        }
    }

    @Test("keeps the statistics, and in the memory of another training gives the same bytes")
    func restarted() throws {
        let plan = TrainingPlan(side: 16, batch: 2, steps: 4, weightDecay: 0)
        let start = TrainerState(
            Network(shape: try NetworkShape(inputs: 1, classes: 2, channels: [8, 16]), seed: 3))
        func trained(_ trainer: inout Trainer, from first: Int) -> Network {
            for step in 0..<plan.steps {
                _ = trainer.step((0..<plan.batch).map { Networks.disc(side: 16, step: first + step, index: $0) })
            }
            return trainer.state.network
        }
        var trainer = try Trainer(plan: plan, state: start, keepsStatistics: true)
        let once = trained(&trainer, from: 0)
        #expect(once.statistics == start.network.statistics && once.parameters != start.network.parameters)
        trainer.restart(start)
        let other = trained(&trainer, from: 50)
        #expect(other != once)
        trainer.restart(start)
        #expect(trained(&trainer, from: 0) == once)
    }
}
