public import Imaging
import Learning
public import Logging
import Machine
public import Scoring
import Tables

/// Trains a reference set's networks, side by side, and finds out what their opinion is worth.
///
/// One network is trained by one thread, so that the bytes do not depend on how many there are.
public struct ReferenceLearning: Sendable {
    /// What was learned.
    public struct Outcome: Sendable {
        /// The set with its networks.
        public let set: ReferenceSet
        /// What vote, networks and posterior reach on references that they were not made of; nil where there are too
        /// few references to know.
        public let quality: OpinionQuality?
    }

    private let set: ReferenceSet
    private let settings: LearningSettings
    private let checkpoints: LearningCheckpoints
    private let isQuiet: Bool
    private let logger: Logger?

    /// - Parameters:
    ///   - set: with its statistics.
    ///   - settings: how much is trained, and from where it begins.
    ///   - name: of the set, for errors.
    ///   - output: the bundle to be, beside which a training that is stopped keeps how far it has come.
    ///   - isQuiet: shows no progress.
    ///   - logger: told of every step.
    /// - Throws: ``InputError`` where a setting is out of range, or the set cannot teach.
    public init(
        _ set: ReferenceSet, settings: LearningSettings, named name: String, output: String, isQuiet: Bool,
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
        let progress = ProgressReporter(total: settings.stepCount, quiet: isQuiet)
        return try await checkpoints.alone(
            settings.works.map(\.name), progress, check: check,
            train: { () async throws(InputError) in try await trained(threads: threads, progress) }, write: write)
    }

    /// - Returns: nil where a signal stopped it.
    private func trained(threads: Int, _ progress: ProgressReporter) async throws(InputError) -> Outcome? {
        let works = settings.works
        let results = await ParallelMap.run(works.count, threads: threads) { place in
            Result<FoldedNetwork?, InputError> { () throws(InputError) in try train(works[place], progress) }
        }
        progress.finish()
        var networks: [FoldedNetwork] = []
        for result in results {
            guard let network = try result.get() else { return nil }
            networks.append(network)
        }
        let learned = ReferenceNetworks(
            Array(networks.prefix(settings.networkCount)),
            laterality: LateralityNetworks(Array(networks.dropFirst(settings.networkCount))),
            referenceCount: set.references.count)
        return await Self.measured(learned, of: set, threads: threads, isQuiet: isQuiet)
    }

    /// The set's own networks, of which is found out anew what they are worth.
    ///
    /// - Returns: nil where the set has none, or a signal stopped it.
    public static func measure(_ set: ReferenceSet, threads: Int, isQuiet: Bool) async -> Outcome? {
        guard let networks = set.networks else { return nil }
        return await measured(networks, of: set, threads: threads, isQuiet: isQuiet)
    }

    /// A checkpoint is kept after so many steps, about every minute.
    private static let stepsBetweenCheckpoints = 200
    private static let stepsBetweenNotes = 250

    /// - Returns: nil where a signal stopped it.
    private func train(_ work: LearningWork, _ progress: ProgressReporter) throws(InputError) -> FoldedNetwork? {
        let samples = NetworkSamples(
            set, work.subject, indices: settings.taught(work.part, set),
            seed: settings.seed &* 1_000_003 &+ work.seed)
        var trainer = try trainer(work)
        progress.casesFinishedBefore(trainer.state.step, failures: 0)
        var (loss, summed) = (0.0, 0)
        while trainer.state.step < settings.steps {
            if InterruptSignal.isReceived {
                try checkpoints.keep(trainer.state, of: work)
                return nil
            }
            let first = trainer.state.step * settings.batchSize
            let done = trainer.step((first..<first + settings.batchSize).map { samples.sample($0) })
            loss += done.loss
            summed += 1
            logger?.debug(
                "step done", metadata: ["network": "\(work.name)", "step": "\(done.step)", "loss": "\(done.loss)"])
            progress.caseFinished()
            if done.step % Self.stepsBetweenNotes == 0 {
                progress.note("\(work.name): step \(done.step), loss \(DecimalText.threeDigits(loss / Double(summed)))")
                (loss, summed) = (0, 0)
            }
            if done.step % Self.stepsBetweenCheckpoints == 0 { try checkpoints.keep(trainer.state, of: work) }
        }
        try checkpoints.keep(trainer.state, of: work)
        // What is stored is what is measured.
        guard let folded = FoldedNetwork(trainer.state.network).roundedToHalf else {
            throw Self.failed(work, "its weights grew without bound")
        }
        return folded
    }

    private func trainer(_ work: LearningWork) throws(InputError) -> Trainer {
        do {
            let state =
                try checkpoints.state(work)
                ?? TrainerState(
                    Network(shape: settings.shape(set, work.subject), seed: settings.seed &* 7919 &+ work.seed))
            return try Trainer(plan: settings.plan(set), state: state)
        } catch {
            throw Self.failed(work, "\(error)")
        }
    }

    private static func failed(_ work: LearningWork, _ problem: String) -> InputError {
        InputError(
            .referenceInvalid, work.name, "cannot be trained: \(problem)",
            remedy: "try another --seed, or fewer --steps")
    }

    /// The set with the networks, and how their opinions become probabilities.
    ///
    /// - Returns: nil where a signal stopped it.
    private static func measured(
        _ networks: ReferenceNetworks, of set: ReferenceSet, threads: Int, isQuiet: Bool
    ) async -> Outcome? {
        var learned = networks
        let asking = set.with(learned)
        let indices = asking.calibrationIndices
        let progress = ProgressReporter(total: indices.count, quiet: isQuiet)
        progress.note("what the networks say of references that they have not seen")
        let seen = await ParallelMap.run(indices.count, threads: threads) { place in
            defer { progress.caseFinished() }
            return InterruptSignal.isReceived
                ? ([], []) : (asking.calibrationCases(indices[place]), asking.uprightnesses(indices[place]))
        }
        progress.finish()
        if InterruptSignal.isReceived { return nil }
        learned.laterality?.model = LateralityModel(uprightnesses: seen.flatMap(\.1))
        let all = seen.flatMap(\.0)
        learned.calibration = PosteriorFit.calibration(all, structureCount: set.structures.count)
        learned.quality = learned.calibration.map { OpinionQuality(all, $0, structureCount: set.structures.count) }
        return Outcome(set: set.with(learned), quality: learned.quality)
    }
}
