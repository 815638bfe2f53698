public import Imaging
import Learning
public import Logging
import Machine
public import Scoring
import Tables

/// Trains a network that registers a reference set's images, and finds out what it is worth.
///
/// A batch's parts are gone through side by side; the bytes do not depend on how many at a time.
public struct RegistrationLearning: Sendable {
    /// What was learned.
    public struct Outcome: Sendable {
        /// The set with the network, which is not used yet (``ReferenceSet/registeringByNetwork()``).
        public let set: ReferenceSet
        /// How well references are registered, by the network and without it.
        public let quality: RegistrationQuality
    }

    private let set: ReferenceSet
    private let settings: RegistrationSettings
    private let checkpoints: LearningCheckpoints
    private let isQuiet: Bool
    private let logger: Logger?

    private static let network = "registration"
    private static let autoencoder = "autoencoder"
    private static let names = [network, autoencoder]

    /// - Parameters:
    ///   - set: with its statistics.
    ///   - settings: what is trained, how long, and from where it begins.
    ///   - name: of the set, for errors.
    ///   - output: the bundle to be, beside which a training that is stopped keeps how far it has come.
    ///   - isQuiet: shows no progress.
    ///   - logger: told of every step.
    /// - Throws: ``InputError`` where a setting is out of range, or the set cannot teach.
    public init(
        _ set: ReferenceSet, settings: RegistrationSettings, named name: String, output: String, isQuiet: Bool,
        logger: Logger? = nil
    ) throws(InputError) {
        try settings.check(set, named: name)
        self.set = set
        self.settings = settings
        checkpoints = LearningCheckpoints(beside: output, digest: settings.digest(set))
        self.isQuiet = isQuiet
        self.logger = logger
    }

    /// - Parameters:
    ///   - check: asked before anything is trained, when no other process can be at it: whether the bundle may be written.
    ///   - write: writes the bundle. The training is this process's until that is done.
    /// - Returns: nil where a signal stopped it; given again, it goes on where it was.
    /// - Throws: ``InputError`` where another process is at this training, a checkpoint cannot be written, or what `check`
    ///   and `write` throw.
    public func run(
        threads: Int, check: () throws(InputError) -> Void = {}, write: (Outcome) throws(InputError) -> Void
    ) async throws(InputError) -> Outcome? {
        let progress = ProgressReporter(total: encodingSteps + settings.plan(set).steps, quiet: isQuiet)
        return try await checkpoints.alone(
            Self.names, progress, check: check,
            train: { () async throws(InputError) in try await trained(threads: threads, progress) }, write: write)
    }

    /// - Returns: nil where a signal stopped it.
    private func trained(threads: Int, _ progress: ProgressReporter) async throws(InputError) -> Outcome? {
        let samples = RegistrationSamples(
            set, indices: settings.taught(set), isAugmented: settings.isAugmented, seed: settings.seed)
        defer { progress.finish() }
        var codes: LabelCodes?
        if settings.variant.needsAutoencoder {
            codes = try encode(samples, threads: threads, progress)
            if codes == nil { return nil }
        }
        guard let network = try register(samples, codes: codes, threads: threads, progress) else { return nil }
        return measured(network, threads: threads)
    }

    private var encodingSteps: Int { settings.variant.needsAutoencoder ? settings.autoencoderPlan(set).steps : 0 }

    /// A checkpoint is kept after so many steps, about every minute.
    private static let stepsBetweenCheckpoints = 100
    private static let stepsBetweenNotes = 100

    /// - Returns: nil where a signal stopped it.
    private func encode(
        _ samples: RegistrationSamples, threads: Int, _ progress: ProgressReporter
    ) throws(InputError) -> LabelCodes? {
        var trainer: AutoencoderTrainer
        do {
            trainer = try AutoencoderTrainer(
                settings.autoencoder(set), plan: settings.autoencoderPlan(set),
                state: checkpoints.state(of: Self.autoencoder), seed: settings.seed &* 7919)
        } catch { throw Self.failed("the autoencoder of labels", "\(error)") }
        let isDone = try steps(
            "autoencoder", trainer.plan.steps, from: trainer.state.step, progress,
            keep: { () throws(InputError) in try checkpoints.keep(trainer.state, as: Self.autoencoder) },
            step: { trainer.step(threads: threads) { samples.labels($0) } })
        guard isDone else { return nil }
        do { return try LabelCodes(trainer.shape, trainer.state) } catch {
            throw Self.failed("the autoencoder of labels", "\(error)")
        }
    }

    /// - Returns: nil where a signal stopped it.
    private func register(
        _ samples: RegistrationSamples, codes: LabelCodes?, threads: Int, _ progress: ProgressReporter
    ) throws(InputError) -> RegistrationNetwork? {
        var trainer: RegistrationTrainer
        do {
            trainer = try RegistrationTrainer(
                .published, plan: settings.plan(set), classes: set.structures.count + 1, codes: codes,
                state: checkpoints.state(of: Self.network), seed: settings.seed &* 7919 &+ 1)
        } catch { throw Self.failed("the network", "\(error)") }
        let isDone = try steps(
            settings.variant.name, trainer.plan.steps, from: trainer.state.step, progress,
            keep: { () throws(InputError) in try checkpoints.keep(trainer.state, as: Self.network) },
            step: { trainer.step(threads: threads) { samples.pair($0) }.sum })
        guard isDone else { return nil }
        // What is stored is what is measured.
        guard let network = try? RegistrationNetwork(trainer.shape, trainer.state).roundedToHalf else {
            throw Self.failed("the network", "its weights grew without bound")
        }
        return network
    }

    /// Goes on to the last step, with checkpoints.
    ///
    /// - Returns: false where a signal stopped it.
    private func steps(
        _ name: String, _ count: Int, from first: Int, _ progress: ProgressReporter,
        keep: () throws(InputError) -> Void, step: () -> Double
    ) throws(InputError) -> Bool {
        progress.casesFinishedBefore(first, failures: 0)
        var (loss, summed) = (0.0, 0)
        for done in first..<max(count, first) {
            if InterruptSignal.isReceived {
                try keep()
                return false
            }
            let value = step()
            guard value.isFinite else { throw Self.failed(name, "its loss grew without bound") }
            loss += value
            summed += 1
            logger?.debug(
                "step done", metadata: ["network": "\(name)", "step": "\(done + 1)", "loss": "\(value)"])
            progress.caseFinished()
            if (done + 1) % Self.stepsBetweenCheckpoints == 0 { try keep() }
            if (done + 1) % Self.stepsBetweenNotes == 0 {
                progress.note("\(name): step \(done + 1), loss \(DecimalText.threeDigits(loss / Double(summed)))")
                (loss, summed) = (0, 0)
            }
        }
        try keep()
        return true
    }

    private static func failed(_ part: String, _ problem: String) -> InputError {
        InputError(
            .referenceInvalid, part, "cannot be trained: \(problem)", remedy: "try another --seed, or fewer --steps")
    }

    /// The set with the network, its yardstick and its calibration, from the references left out.
    ///
    /// - Returns: nil where a signal stopped it.
    private func measured(_ network: RegistrationNetwork, threads: Int) -> Outcome? {
        var learned = ReferenceRegistration(network, variant: settings.variant)
        guard let asking = set.with(learned).registeringByNetwork() else { return nil }
        let yardstick = asking.yardstick
        // As many that were learned from as were left out, spread evenly.
        let taught = settings.taught(set)
        let trained = (0..<min(yardstick.count, taught.count)).map { taught[$0 * taught.count / yardstick.count] }
        let calibrated = asking.calibrationIndices
        let progress = ProgressReporter(
            total: 3 * yardstick.count + trained.count + calibrated.count, quiet: isQuiet)
        defer { progress.finish() }
        progress.note("how the network registers references that it has not seen")
        func map<Value: Sendable>(_ indices: [Int], _ work: @escaping @Sendable (Int) -> Value?) -> [Value] {
            ThreadedMap.run(indices.count, threads: threads) { place in
                defer { progress.caseFinished() }
                return InterruptSignal.isReceived ? nil : work(indices[place])
            }.compactMap { $0 }
        }
        let plain = set
        let quality = RegistrationQuality(
            freeForm: map(yardstick) { plain.carriedTruth(of: $0) },
            unseen: map(yardstick) { asking.carriedTruth(of: $0) },
            seen: map(trained) { asking.carriedTruth(of: $0) }, structureCount: set.structures.count)
        learned.statistics = ReferenceStatistics(map(yardstick) { asking.leaveOneOutEvidence($0) })
        guard let judged = set.with(learned).registeringByNetwork() else { return nil }
        let cases = map(calibrated) { judged.calibrationCases($0) }
        if InterruptSignal.isReceived { return nil }
        learned.calibration = PosteriorFit.calibration(
            Array(cases.joined()), structureCount: set.structures.count)
        learned.quality = quality
        return Outcome(set: set.with(learned), quality: quality)
    }
}
