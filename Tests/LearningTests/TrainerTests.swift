import Learning
import TestSupport
import Testing

@Suite("Training")
struct TrainerTests {
    private static let side = 16
    private static let plan = TrainingPlan(side: side, batch: 3, steps: 9)

    private static func start(seed: UInt64 = 1) throws -> TrainerState {
        TrainerState(Network(shape: try NetworkShape(inputs: 1, classes: 2, channels: [8, 16]), seed: seed))
    }

    @Sendable private static func sample(step: Int, index: Int) -> TrainingSample {
        Networks.disc(side: side, step: step, index: index)
    }

    private static func trained(seed: UInt64 = 1) throws -> TrainerState {
        var trainer = try Trainer(plan: plan, state: start(seed: seed))
        #expect(trainer.run(sample: sample, progress: { _ in true }) == .finished)
        return trainer.state
    }

    @Test("gives the same bytes each time, alone or beside others")
    func sameBytes() async throws {
        let alone = try (0..<4).map { try Self.trained(seed: UInt64($0)).encoded() }
        let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for seed in 0..<4 { group.addTask { (seed, try Self.trained(seed: UInt64(seed)).encoded()) } }
            return try await group.reduce(into: [Int: [UInt8]]()) { $0[$1.0] = $1.1 }
        }
        for seed in 0..<4 { #expect(together[seed] == alone[seed]) }
        #expect(alone[0] != alone[1])
    }

    @Test("stopped after any step, and gone on with from bytes, ends in the bytes of one go", arguments: 1..<9)
    func stopAndGo(after: Int) throws {
        var trainer = try Trainer(plan: Self.plan, state: Self.start())
        #expect(trainer.run(sample: Self.sample, progress: { $0.step < after }) == .stopped)
        #expect(trainer.state.step == after)
        let kept = try TrainerState(decoding: trainer.state.encoded())
        #expect(kept == trainer.state)

        var next = try Trainer(plan: Self.plan, state: kept)
        #expect(next.run(sample: Self.sample, progress: { _ in true }) == .finished)

        #expect(try next.state.encoded() == Self.trained().encoded())
    }

    @Test("ends when its task is cancelled")
    func cancellation() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var trainer = try Trainer(plan: Self.plan, state: Self.start())
            let outcome = trainer.run(sample: Self.sample, progress: { _ in true })
            return (outcome, trainer.state.step)
        }
        let (outcome, steps) = try await task.value
        #expect(outcome == .stopped && steps == 0)
    }

    @Test("learns to outline discs in noise")
    func discs() throws {
        let shape = try NetworkShape(inputs: 1, classes: 2, channels: [8, 16])
        let plan = TrainingPlan(side: 32, batch: 6, steps: 60, maximumRate: 0.02)
        var trainer = try Trainer(plan: plan, state: TrainerState(Network(shape: shape, seed: 3)))
        var losses: [Double] = []
        _ = trainer.run(
            sample: { Networks.disc(side: 32, step: $0, index: $1) },
            progress: {
                losses.append($0.loss)
                return true
            })
        #expect(losses.last! < 0.3 * losses[0])

        let network = try #require(FoldedNetwork(trainer.state.network).roundedToHalf)
        var scratch = NetworkScratch()
        for index in 0..<10 {
            let new = Networks.disc(side: 32, step: 5000, index: index)
            let probabilities = network.predict(new.input, side: 32, scratch: &scratch)
            let found = (0..<1024).map { probabilities[1024 + $0] > 0.5 }
            let both = (0..<1024).filter { found[$0] && new.classes[$0] == 1 }.count
            let sizes = found.filter { $0 }.count + new.classes.filter { $0 == 1 }.count
            #expect(2 * Double(both) / Double(sizes) > 0.9)
        }
    }

    @Test("damaged states are refused, and states that do not fit the plan")
    func refused() throws {
        let state = try Self.trained()
        let bytes = state.encoded()
        for count in Array(0..<36) + [bytes.count / 2, bytes.count - 1] {
            #expect(throws: LearningError.self) { try TrainerState(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: LearningError.self) { try TrainerState(decoding: bytes + [0]) }
        var infinite = bytes
        infinite.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0x80, 0x7F])
        #expect(throws: LearningError.self) { try TrainerState(decoding: infinite) }
        #expect(throws: LearningError.self) {
            try Trainer(plan: TrainingPlan(side: 16, batch: 3, steps: 8), state: state)
        }
        #expect(throws: LearningError.self) {
            try Trainer(plan: TrainingPlan(side: 15, batch: 3, steps: 9), state: Self.start())
        }
        #expect(throws: LearningError.self) {
            try Trainer(plan: TrainingPlan(side: 2, batch: 1, steps: 9), state: Self.start())
        }
    }

    @Test("a learning rate rises to its largest in three tenths of the steps, and falls to almost nothing")
    func oneCycle() {
        let cycle = OneCycle(maximum: 0.5, steps: 101)
        #expect(abs(cycle.rate(step: 0) - 0.02) < 1e-12)
        #expect(abs(cycle.rate(step: 100) - 2e-6) < 1e-12)
        let rates = (0..<101).map { cycle.rate(step: $0) }
        let top = rates.firstIndex(of: rates.max()!)!
        #expect((29...30).contains(top) && rates[top] <= 0.5)
        #expect(zip(rates[...top], rates[...top].dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(rates[top...], rates[top...].dropFirst()).allSatisfy { $0 > $1 })
        #expect(OneCycle(maximum: 0.5, steps: 1).rate(step: 0) == 0.5)
    }

    @Test("weights decay by rate and decay alone where there is no gradient")
    func decay() {
        var (weights, first, second): ([Float], [Float], [Float]) = ([2, -4], [0, 0], [0, 0])
        AdamW(weightDecay: 0.5).update(
            &weights, gradient: [0, 0], first: &first, second: &second, step: 1, rate: 0.25)
        #expect(weights == [1.75, -3.5])
        // The first step has the rate's size, whatever the gradient's.
        AdamW(weightDecay: 0).update(
            &weights, gradient: [100, -0.001], first: &first, second: &second, step: 1, rate: 0.25)
        #expect(largestDifference(weights.map(Double.init), [1.5, -3.25]) < 1e-4)
    }
}
