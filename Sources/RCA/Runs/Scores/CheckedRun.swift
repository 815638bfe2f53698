import Cases
package import Imaging
import Journal
package import Machine
import Scoring

/// A scoring run whose options, inputs and outputs are known to be good: what comes before the first case, and what
/// `slurm submit` asks for as well.
package struct CheckedRun {
    /// With the folders that stand for its archives.
    package let request: ScoringRequest
    /// What a person should know.
    package let notes: [String]
    private let places: FilePlaces
    private let set: ReferenceSet
    private let structures: ReportedStructures
    private let intervals: RunIntervals?
    private let sources: CaseSources
    private let outputs: [String]
    private let guardian: OutputGuard

    /// - Throws: ``InputError`` for what makes the whole run impossible.
    package init(_ given: ScoringRequest) async throws(InputError) {
        try Self.checkOptions(given)
        let guardian = OutputGuard(
            "run", inputs: [given.images, given.reference, given.intervals?.model] + given.masks)
        try guardian.checkRunFolder(given.output, shard: given.shard)
        let places = try FilePlaces(images: given.images, masks: given.masks)
        let request = given.reading(places)
        try places.checkReadable(request.images)
        // Folders of millions take longer than anything else before the first case: both are listed at once.
        async let listed = Self.imageNames(request, places)
        let intervals = try request.intervals.map { item throws(InputError) in try RunIntervals(item) }
        // A wrong path is better known before the references are loaded than after.
        for folder in request.masks { try places.checkReadable(folder) }
        let set = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads, logger: request.logger)
        let structures = try ReportedStructures(request.structures, of: set, named: request.reference)
        notes = places.notes + (try intervals?.check(request, set, structures) ?? [])
        let masks = Self.maskNames(request, places, structures.list)
        let images = try await listed.get()
        sources = CaseSources(
            images: images, masks: try masks.get(), suffixes: request.suffixes, shard: request.shard, places: places)
        outputs = OutputFolders.names(for: request.masks, in: request.output)
        self.request = request
        self.guardian = guardian
        (self.places, self.set, self.structures, self.intervals) = (places, set, structures, intervals)
        // What --replace would leave in the way is said before anything is removed.
        let freed = request.replaces ? Set(RunReplacement(of: request.output).removed) : []
        for output in outputs {
            try guardian.checkFolder(output)
            try guardian.check(header, in: output, freed: freed)
            let report = joined(output, "report.html")
            if request.writesReport, !freed.contains(report) {
                try OutputGuard("report", inputs: []).inRunFolder(output).check(report)
            }
        }
    }

    /// The run, with the folders that it writes to.
    func journaled(_ stopwatch: Stopwatch) throws(InputError) -> JournaledRun {
        for output in request.shard == .whole ? outputs : [request.output] { try OutputFolders.create(output) }
        return run(stopwatch)
    }

    /// Whether the output folder holds results of other inputs.
    package func checkContinuation() throws(InputError) {
        try run(Stopwatch()).checkContinuation()
    }

    private var header: JournalHeader { run(Stopwatch()).header }

    private func run(_ stopwatch: Stopwatch) -> JournaledRun {
        let (request, places, structures) = (request, places, structures)
        return JournaledRun(
            scoring: CaseScoring(
                request: request, set: set, structures: structures, keepsDetails: intervals?.needsDetails ?? false,
                places: places),
            sources: sources, intervals: intervals, outputs: outputs, stopwatch: stopwatch, guardian: guardian
        ) { shard throws(InputError) in
            var request = request
            request.shard = shard
            return CaseSources(
                images: try Self.imageNames(request, places).get(),
                masks: try Self.maskNames(request, places, structures.list).get(),
                suffixes: request.suffixes, shard: shard, places: places)
        }
    }

    /// - Note: a failure is a value, so that one of the images comes before one of the masks, whichever is found first.
    private static func imageNames(
        _ request: ScoringRequest, _ places: FilePlaces
    ) -> Result<FolderNames, InputError> {
        Result { () throws(InputError) in
            try ImageFolder.names(
                in: request.images, suffixes: request.suffixes, shard: request.shard, places: places)
        }
    }

    private static func maskNames(
        _ request: ScoringRequest, _ places: FilePlaces, _ structures: StructureList
    ) -> Result<[CaseSources.MaskFolder], InputError> {
        Result { () throws(InputError) in
            try CaseSources.masks(
                in: request.masks, images: request.images, structures: structures, suffixes: request.suffixes,
                shard: request.shard, places: places)
        }
    }

    package static func checkOptions(_ request: ScoringRequest) throws(InputError) {
        guard !request.masks.isEmpty else { throw InputError(.optionInvalid, "--masks", "no folder is given") }
        guard request.referencesPerCase >= 1 else {
            throw InputError(.optionInvalid, "--references-per-case", "\(request.referencesPerCase) is not 1 or more")
        }
        for (position, folder) in request.masks.enumerated()
        where request.masks[..<position].contains(where: { ImageFolder.isSameFolder($0, folder) }) {
            throw InputError(.optionInvalid, folder, "is given twice as --masks", remedy: "give it once")
        }
        try AddressSpace.check(workers: request.threads)
    }
}
