import Learning
import NumericSupport
import TestSupport
import Testing

@Suite("Training a registration")
struct RegistrationTrainerTests {
    private static let side = 16

    private static func plan(steps: Int, codes: Bool = true) -> RegistrationPlan {
        RegistrationPlan(
            side: side, parts: 3, picturesInPart: 2, rate: .cycle(OneCycle(maximum: 0.02, steps: steps)),
            weights: RegistrationWeights(variation: 5e-5, entropy: 1, codes: codes ? 0.1 : 0))
    }

    /// A disc somewhere, brighter than what is round it.
    @Sendable private static func disc(_ place: Int) -> LabelledPicture {
        var random = SplitMix64(seed: UInt64(place))
        let (x, y) = (5 + 5 * random.uniform(), 5 + 5 * random.uniform())
        var picture = LabelledPicture(grey: [], classes: [])
        for index in 0..<side * side {
            let (across, down) = (Float(index % side) - x, Float(index / side) - y)
            let distance = (across * across + down * down).squareRoot()
            picture.classes.append(distance < 4 ? 1 : 0)
            picture.grey.append(min(max(4.5 - distance, 0), 1) * 0.6 + 0.2 + 0.05 * random.uniform())
        }
        return picture
    }

    @Sendable private static func pair(_ place: Int) -> RegistrationSample {
        RegistrationSample(moving: disc(2 * place), fixed: disc(2 * place + 1))
    }

    private static func codes() throws -> LabelCodes {
        let shape = try AutoencoderShape(side: side, classes: 2, channels: [8, 8], codes: 4)
        var trainer = try AutoencoderTrainer(shape, plan: plan(steps: 2))
        for _ in 0..<2 { _ = trainer.step(threads: 1) { disc($0).classes } }
        return try LabelCodes(shape, trainer.state)
    }

    private static func trainer(steps: Int, state: GraphState? = nil) throws -> RegistrationTrainer {
        try RegistrationTrainer(
            RegistrationShape(channels: [8, 16]), plan: plan(steps: steps), classes: 2, codes: codes(), state: state)
    }

    @Test("gives the same bytes for any number of threads", arguments: [2, 3, 7])
    func threads(count: Int) throws {
        func trained(_ threads: Int) throws -> [UInt8] {
            var trainer = try Self.trainer(steps: 3)
            for _ in 0..<3 { _ = trainer.step(threads: threads, sample: Self.pair) }
            return trainer.state.encoded()
        }
        #expect(try trained(1) == trained(count))
    }

    @Test("stopped after any step, and gone on with from bytes, ends in the bytes of one go", arguments: 1..<4)
    func stopAndGo(after: Int) throws {
        var whole = try Self.trainer(steps: 4)
        for _ in 0..<4 { _ = whole.step(threads: 2, sample: Self.pair) }
        var first = try Self.trainer(steps: 4)
        for _ in 0..<after { _ = first.step(threads: 2, sample: Self.pair) }
        let kept = try GraphState(decoding: first.state.encoded())
        #expect(kept == first.state && kept.step == after)
        var rest = try Self.trainer(steps: 4, state: kept)
        for _ in after..<4 { _ = rest.step(threads: 1, sample: Self.pair) }
        #expect(rest.state.encoded() == whole.state.encoded())
    }

    @Test("learns to bring discs onto each other, and keeps that in half precision and as bytes")
    func discs() throws {
        let plan = RegistrationPlan(
            side: Self.side, parts: 2, picturesInPart: 8, rate: .cycle(OneCycle(maximum: 0.02, steps: 250)),
            weights: RegistrationWeights(variation: 5e-5, entropy: 1, codes: 0))
        var trainer = try RegistrationTrainer(RegistrationShape(channels: [8, 16, 16]), plan: plan, classes: 2)
        let untrained = try RegistrationNetwork(trainer.shape, trainer.state)
        for _ in 0..<250 { _ = trainer.step(threads: 2, sample: Self.pair) }
        let network = try #require(RegistrationNetwork(trainer.shape, trainer.state).roundedToHalf)
        #expect(try RegistrationNetwork(decoding: network.encoded()) == network)
        let (before, after) = (Self.overlap(untrained), Self.overlap(network))
        #expect(before < 0.7 && after > 0.85, "\(before) before, \(after) after")
    }

    /// Mean Dice of discs that were never learned from, before registration or after.
    private static func overlap(_ network: RegistrationNetwork) -> Double {
        var scratch = RegistrationScratch()
        let values = (0..<20).map { index -> Double in
            let (moving, fixed) = (disc(1_000_000 + 2 * index), disc(1_000_001 + 2 * index))
            let field = network.displacement(moving: moving.grey, fixed: fixed.grey, side: side, scratch: &scratch)
            var (both, sizes) = (0, 0)
            for pixel in 0..<side * side {
                let x = min(max(Float(pixel % side) + field.x[pixel], 0), Float(side - 1)).rounded()
                let y = min(max(Float(pixel / side) + field.y[pixel], 0), Float(side - 1)).rounded()
                let (a, b) = (moving.classes[Int(y) * side + Int(x)], fixed.classes[pixel])
                both += a == 1 && b == 1 ? 1 : 0
                sizes += Int(a) + Int(b)
            }
            return 2 * Double(both) / Double(sizes)
        }
        return values.reduce(0, +) / Double(values.count)
    }

    @Test("an autoencoder learns to take away noise, and what it is made of is refused for another shape")
    func autoencoder() throws {
        let shape = try AutoencoderShape(side: Self.side, classes: 2, channels: [8, 16], codes: 8)
        let plan = RegistrationPlan(
            side: Self.side, parts: 2, picturesInPart: 8, rate: .cycle(OneCycle(maximum: 0.02, steps: 150)))
        var trainer = try AutoencoderTrainer(shape, plan: plan)
        var losses: [Double] = []
        for _ in 0..<150 { losses.append(trainer.step(threads: 2) { Self.disc($0).classes }) }
        #expect(losses.last! < 0.2 * losses[0], "\(losses[0]) to \(losses.last!)")
        let codes = try LabelCodes(shape, trainer.state)
        let errors = (0..<20).map { index in
            let truth = Self.disc(1_000_000 + index).classes
            let noisy = LabelNoise.exchanged(truth, side: Self.side, seed: UInt64(index))
            return zip(codes.restored(noisy), truth).count { $0 != $1 }
        }
        #expect(Double(errors.reduce(0, +)) / Double(20 * 256) < 0.05)
        #expect(throws: LearningError.self) {
            _ = try LabelCodes(
                AutoencoderShape(side: Self.side, classes: 2, channels: [8, 16], codes: 7), trainer.state)
        }
    }

    @Test("noise exchanges about a tenth of the neighbours, and changes no count of labels")
    func noise() {
        let labels = (0..<64 * 64).map { UInt8($0 % 64 % 2) }
        let noisy = LabelNoise.exchanged(labels, side: 64, seed: 3)
        let changed = zip(labels, noisy).count { $0 != $1 }
        #expect(abs(Double(changed) / Double(labels.count) - 0.1) < 0.02)
        #expect(noisy.count { $0 == 1 } == labels.count { $0 == 1 })
        #expect(noisy == LabelNoise.exchanged(labels, side: 64, seed: 3))
    }

    @Test("the published network has 486,720 weights beside normalisations, and needs 64 pixels in steps of 8")
    func published() throws {
        let state = try RegistrationTrainer(
            .published, plan: RegistrationPlan(side: 64, parts: 1, picturesInPart: 2, rate: .constant(1, steps: 1)),
            classes: 3, codes: LabelCodes(AutoencoderShape(side: 64, classes: 3), Self.published())
        ).state
        let scales = 2 * (16 * 2 + 32 * 2 + 64 * 2 + 128 * 2 + 3 * (64 + 32 + 16) + 8)
        let padding = 9 * 16 * 6
        #expect(state.parameters.count - scales - padding == 486_720)
        #expect(throws: LearningError.self) { try RegistrationShape.published.check(side: 60) }
        #expect(throws: LearningError.self) { try RegistrationShape.published.check(side: 8) }
        try RegistrationShape.published.check(side: 64)
    }

    private static func published() throws -> GraphState {
        try AutoencoderTrainer(
            AutoencoderShape(side: 64, classes: 3),
            plan: RegistrationPlan(side: 64, parts: 1, picturesInPart: 2, rate: .constant(1, steps: 1))
        ).state
    }

    @Test("damaged states and networks are refused, and plans that cannot be")
    func refused() throws {
        let bytes = try Self.trainer(steps: 1).state.encoded()
        for count in Array(0..<24) + [bytes.count / 2, bytes.count - 1] {
            #expect(throws: LearningError.self) { try GraphState(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: LearningError.self) { try GraphState(decoding: bytes + [0]) }
        let state = try GraphState(decoding: bytes)
        let network = try RegistrationNetwork(RegistrationShape(channels: [8, 16]), state).encoded()
        for count in Array(0..<24) + [network.count / 2, network.count - 1] {
            #expect(throws: LearningError.self) { try RegistrationNetwork(decoding: Array(network[..<count])) }
        }
        #expect(throws: LearningError.self) { try RegistrationNetwork(decoding: network + [0]) }
        var later = network
        later[4] = 2
        #expect(throws: LearningError.version(2)) { try RegistrationNetwork(decoding: later) }
        #expect(throws: LearningError.self) {
            try RegistrationNetwork(RegistrationShape(channels: [8, 8]), state)
        }
        let shape = try RegistrationShape(channels: [8, 16])
        #expect(throws: LearningError.self, "codes without an autoencoder") {
            try RegistrationTrainer(shape, plan: Self.plan(steps: 1), classes: 2)
        }
        #expect(throws: LearningError.self, "one picture has no spread") {
            try RegistrationTrainer(
                shape, plan: RegistrationPlan(side: 16, parts: 2, picturesInPart: 1, rate: .constant(1, steps: 1)),
                classes: 2)
        }
        for channels in [[8], [8, 12], [8, 512], Array(repeating: 8, count: 7)] {
            #expect(throws: LearningError.self) { try RegistrationShape(channels: channels) }
        }
    }
}
