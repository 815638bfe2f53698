public import Imaging
import Logging
import Reporting
import Scoring

/// A batch of masks scored: folders in, tables out.
///
/// Cases are independent, so that they run on as many workers as wanted and the tables are the same bytes
/// whatever their number. A case that fails is listed and the rest goes on. Every finished case is in a journal, so
/// that the same run, started again after whatever stopped it, goes on where it was. A shard of a run writes its
/// journal alone; ``MergeRun`` makes the tables of all.
public struct ScoringRun: Sendable {
    private let request: ScoringRequest

    public init(_ request: ScoringRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, the reference
    ///   set, the output folder, another process at the same shard, a full disk. Everything about one case, and
    ///   tables that cannot be written when the work is done, are in the outcome.
    public func run() async throws(InputError) -> ScoringOutcome {
        let stopwatch = Stopwatch()
        MemoryReuse.begin()
        try checkOptions()
        let places = try FilePlaces(images: request.images, masks: request.masks)
        let request = request.reading(places)
        try places.checkReadable(request.images)
        // Folders of millions take longer than anything else before the first case: both are listed at once.
        async let listed = Self.imageNames(request, places)
        let intervals = try request.calibration.map { item throws(InputError) in try CalibratedIntervals(item) }
        // A wrong path is better known before the references are loaded than after.
        for folder in request.masks { try places.checkReadable(folder) }
        let set = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads, logger: request.logger)
        let structures = request.structures ?? set.structures
        let notes = places.notes + (try intervals?.check(request, set) ?? [])
        let masks = Self.maskNames(request, places, structures)
        let images = try await listed.get()
        let sources = CaseSources(request, places: places, images: images, masks: try masks.get())
        let outputs = OutputFolders.names(for: request.masks, in: request.output)
        for output in request.shard == .whole ? outputs : [request.output] { try OutputFolders.create(output) }

        let run = JournaledRun(
            scoring: CaseScoring(
                request: request, set: set, structures: structures, keepsDetails: intervals?.needsDetails ?? false,
                places: places),
            sources: sources, intervals: intervals, outputs: outputs, stopwatch: stopwatch)
        let outcome = try await run.run(notes: notes)
        request.logger?.info(
            "run ended",
            metadata: [
                "complete": "\(outcome.isComplete)", "scored": "\(outcome.folders.reduce(0) { $0 + $1.scored })",
                "failed": "\(outcome.failureCount)", "ms": "\(stopwatch.milliseconds)",
                "cpu-ms": "\((ResourceUsage.cpuSeconds() * 1000).rounded())",
                "peak-memory-MiB": "\(ResourceUsage.peakMemoryBytes() >> 20)",
            ])
        return outcome
    }

    /// - Note: a failure is a value, so that one of the images comes before one of the masks, whichever is found first.
    private static func imageNames(
        _ request: ScoringRequest, _ places: FilePlaces
    ) async -> Result<FolderNames, InputError> {
        Result { () throws(InputError) in
            try ImageFolder.names(
                in: request.images, suffixes: request.suffixes, shard: request.shard, places: places)
        }
    }

    private static func maskNames(
        _ request: ScoringRequest, _ places: FilePlaces, _ structures: [Structure]
    ) -> Result<[CaseSources.MaskFolder], InputError> {
        Result { () throws(InputError) in
            try CaseSources.masks(request, places: places, structures: structures)
        }
    }

    func checkOptions() throws(InputError) {
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
