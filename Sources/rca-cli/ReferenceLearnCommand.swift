import ArgumentParser
import DataSets
import Machine
import RCA

extension ReferenceCommand {
    /// `rca-cli reference learn`: trains networks on a bundle's references.
    struct Learn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "learn",
            abstract: "Trains small networks on the references: a second opinion on where the structures are.",
            discussion: """
                With the new bundle, ranges are narrower, and the expected Dice is more accurate on images of the \
                references' own hospital. On images of other hospitals it ranks masks as well or better, but \
                ranges tend to hold less often. The published column stays as it is, except for \
                radiographs whose orientation the networks see otherwise than registration does. Nothing is learned from the masks that are scored \
                later.

                With --registration, a network is trained that registers images to the references, and nothing changes \
                until a command is told to use it.

                Takes about an hour on 2 processors with 198 references. If Ctrl-C or kill stops it, the same \
                command resumes; OUTPUT.learning holds its progress.
                """)

        @Argument(
            help: ArgumentHelp(
                "The bundle to learn from, made by 'rca-cli reference build'. With --keep-networks also a folder that holds \(NetworksFile.name).",
                valueName: "path"),
            completion: .file())
        var bundle: String

        @Option(
            help: ArgumentHelp(
                "The bundle to write: the same references, with networks. If its name ends in \(NetworksFile.ending), the networks alone, for the folder that the bundle was built from: FOLDER/\(NetworksFile.name).",
                valueName: "file"),
            completion: .file())
        var output: String

        @OptionGroup var overwriting: OverwriteOption

        @OptionGroup var options: LearningOptions

        @Flag(
            help:
                "Train nothing: keep the networks that are there and measure again how good they are, for example after an update of the program."
        )
        var keepNetworks = false

        @OptionGroup var labels: LabelOptions

        @Option(
            help: ArgumentHelp(
                "Train a network that registers the references instead, for --classifier and --registration of other commands: ac-regnet (by images and anatomy), regnet (by images alone), ce-regnet or ae-regnet (by half of the anatomy).",
                valueName: "network"))
        var registration: Choice<RegistrationVariant>?

        @Option(
            help: ArgumentHelp(
                "How long to train a network that registers: short (half an hour), or published (two hours on two processors).",
                valueName: "name"))
        var schedule = Choice(RegistrationSettings.Schedule.short)

        @Flag(help: "Perturb the references that a network learns to register.")
        var augment = false

        @Flag(name: .shortAndLong, help: "Show no progress.")
        var quiet = false

        @OptionGroup var logging: LoggingOptions

        func run() async throws {
            InterruptSignal.install()
            if let registration {
                try await learn(registration.value)
            } else {
                try await learnOpinion()
            }
        }

        func validate() throws {
            if labels.ignoreLabels != nil, !keepNetworks || !FolderListing.isFolder(bundle) {
                throw ValidationError("--ignore-labels is about a folder's label maps, with --keep-networks")
            }
            guard registration == nil else {
                if output.hasSuffix(NetworksFile.ending) {
                    throw ValidationError("a network that registers is kept in a bundle: --output NAME.rcaref")
                }
                if keepNetworks { throw ValidationError("--keep-networks does not go with --registration") }
                if options.networks != LearningSettings().networkCount {
                    throw ValidationError("--networks does not go with --registration: one network registers")
                }
                return
            }
            if augment { throw ValidationError("--augment needs --registration") }
            if schedule.value != .short { throw ValidationError("--schedule needs --registration") }
        }

        /// Trains a network that registers.
        private func learn(_ variant: RegistrationVariant) async throws {
            var settings = RegistrationSettings(variant)
            settings.schedule = schedule.value
            settings.isAugmented = augment
            settings.steps = options.steps
            settings.batchSize = options.batchSize
            settings.seed = options.seed
            let outcome: RegistrationLearning.Outcome? = try await CommandFailure.reporting { () throws(InputError) in
                let outputs = OutputGuard("reference learn", inputs: [bundle], overwrites: overwriting.overwrite)
                    .forFile(output)
                try outputs.check(output)
                let set = try ReferenceBundle.open(bundle)
                let learning = try RegistrationLearning(
                    set, settings: settings, named: bundle, output: output, isQuiet: quiet, logger: logging.logger)
                return try await learning.run(
                    threads: options.workers.threads ?? ProcessorCount.available(),
                    check: { () throws(InputError) in try outputs.check(output) },
                    write: { outcome throws(InputError) in
                        try ReferenceBundle.write(outcome.set, asIn: bundle, to: output) { whole throws(InputError) in
                            try outputs.note(output, whole: whole)
                        }
                    })
            }
            guard let outcome else {
                Console.error("stopped by a signal; the same command goes on where it was")
                throw CommandFailure.interrupted
            }
            try Console.output(LearningReport.text(outcome.quality, variant, structures: outcome.set.structures))
            Console.error("\(output): \(outcome.set.references.count) references, registered by \(variant.name)")
        }

        /// The references of the bundle; of a folder those that its networks were trained on, to keep these.
        private func references(threads: Int) async throws(InputError) -> ReferenceSet {
            guard keepNetworks, FolderListing.isFolder(bundle) else { return try ReferenceBundle.open(bundle) }
            guard let structures = try NetworksFile.structures(in: bundle) else {
                throw InputError(
                    .optionInvalid, bundle, "has no \(NetworksFile.name) to keep",
                    remedy: "make a bundle of it with 'rca-cli reference build', and learn from that")
            }
            guard output.hasSuffix(NetworksFile.ending) else {
                throw InputError(
                    .optionInvalid, output, "would be a bundle, and \(bundle) is a folder",
                    remedy: "write the networks alone: --output NAME\(NetworksFile.ending)")
            }
            return try await ReferenceLoader.load(
                bundle, structures: structures.ignoring(labels.ignoreLabels), threads: threads)
        }

        /// Trains networks that are a second opinion.
        private func learnOpinion() async throws {
            let outcome: ReferenceLearning.Outcome? = try await CommandFailure.reporting { () throws(InputError) in
                let outputs = OutputGuard("reference learn", inputs: [bundle], overwrites: overwriting.overwrite)
                    .forFile(output)
                try outputs.check(output)
                let threads = options.workers.threads ?? ProcessorCount.available()
                let set = try await references(threads: threads)
                func write(_ outcome: ReferenceLearning.Outcome) throws(InputError) {
                    func note(_ whole: String) throws(InputError) { try outputs.note(output, whole: whole) }
                    if output.hasSuffix(NetworksFile.ending) {
                        try NetworksFile.write(outcome.set, to: output, whenWhole: note)
                    } else {
                        try ReferenceBundle.write(outcome.set, asIn: bundle, to: output, whenWhole: note)
                    }
                }
                if keepNetworks {
                    guard set.networks != nil else {
                        throw InputError(
                            .optionInvalid, bundle, "has no networks to keep", remedy: "leave --keep-networks out")
                    }
                    let outcome = await ReferenceLearning.measure(set, threads: threads, isQuiet: quiet)
                    if let outcome { try write(outcome) }
                    return outcome
                }
                let learning = try ReferenceLearning(
                    set, settings: options.settings, named: bundle, output: output, isQuiet: quiet,
                    logger: logging.logger)
                return try await learning.run(
                    threads: threads, check: { () throws(InputError) in try outputs.check(output) }, write: write)
            }
            guard let outcome else {
                Console.error("stopped by a signal; the same command goes on where it was")
                throw CommandFailure.interrupted
            }
            if let quality = outcome.quality {
                try Console.output(LearningReport.text(quality, structures: outcome.set.structures))
            }
            Console.error(
                "\(output): \(outcome.set.references.count) references, \(outcome.set.networks?.count ?? 0) networks")
        }
    }
}

/// How networks are trained.
struct LearningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many networks to train, each on all references except one part of them.", valueName: "count"))
    var networks = LearningSettings().networkCount

    @Option(
        help: ArgumentHelp(
            "Training steps of each network; more take longer (default: \(LearningSettings().steps); --registration has its own).",
            valueName: "count"))
    var steps: Int?

    @Option(
        help: ArgumentHelp(
            "Images per step; fewer take less memory and time, and teach less (default: \(LearningSettings().batchSize); --registration has its own).",
            valueName: "count"))
    var batchSize: Int?

    @Option(help: ArgumentHelp("Seed of the initial weights and the perturbations.", valueName: "number"))
    var seed = LearningSettings().seed

    @OptionGroup var workers: ThreadsOption

    func validate() throws {
    }

    var settings: LearningSettings {
        var settings = LearningSettings()
        settings.networkCount = networks
        if let steps { settings.steps = steps }
        if let batchSize { settings.batchSize = batchSize }
        settings.seed = seed
        return settings
    }
}
