public import Imaging
import Logging
import Reporting
import Scoring

/// A batch of masks scored: folders in, tables out.
///
/// Cases are independent, so that they run on as many workers as wanted and the tables are the same bytes
/// whatever their number. A case that fails is listed and the rest goes on. After a signal what is done is written.
public struct ScoringRun: Sendable {
    private let request: ScoringRequest

    public init(_ request: ScoringRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, the reference
    ///   set, the output folder. Everything about one case, and tables that cannot be written when the work is
    ///   done, are in the outcome.
    public func run() async throws(InputError) -> ScoringOutcome {
        let stopwatch = Stopwatch()
        MemoryReuse.begin()
        try checkOptions()
        let images = try ImageFolder(path: request.images, suffixes: request.suffixes)
        let intervals = try request.calibration.map { item throws(InputError) in try CalibratedIntervals(item) }
        // A wrong path is better known before the references are loaded than after.
        for folder in request.masks { _ = try FolderListing(path: folder) }
        let set = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads, logger: request.logger)
        let structures = request.structures ?? set.structures
        let notes = try intervals?.check(request, set) ?? []
        let pairings = try pair(images, structures: structures)
        let outputs = OutputFolders.names(for: request.masks, in: request.output)
        for output in outputs { try OutputFolders.create(output) }
        let (results, ending) = await score(
            pairings, set: set, structures: structures, keepsDetails: intervals?.needsDetails ?? false, notes: notes)
        let tables = ResultTables(
            request: request, set: set, intervals: intervals, imageCount: images.count, ending: ending,
            stopwatch: stopwatch)
        let folders = zip(outputs, pairings).enumerated().map { index, folder in
            tables.write(results.filter { $0.folder == index }, pairing: folder.1, to: folder.0)
        }
        request.logger?.info(
            "run ended",
            metadata: [
                "ending": "\(ending.rawValue)", "scored": "\(folders.reduce(0) { $0 + $1.scores.count })",
                "failed": "\(folders.reduce(0) { $0 + $1.failures.count })", "ms": "\(stopwatch.milliseconds)",
                "cpu-ms": "\((ResourceUsage.cpuSeconds() * 1000).rounded())",
                "peak-memory-MiB": "\(ResourceUsage.peakMemoryBytes() >> 20)",
            ])
        return ScoringOutcome(
            folders: folders, wasInterrupted: ending == .stoppedBySignal,
            stoppedAtFailure: ending == .stoppedAtFailure, wallSeconds: stopwatch.seconds)
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

    private func pair(_ images: ImageFolder, structures: [Structure]) throws(InputError) -> [CasePairing] {
        var pairings: [CasePairing] = []
        for folder in request.masks {
            let pairing = try images.paired(withMasksIn: folder, structures: structures.map(\.name))
            request.logger?.info(
                "images and masks paired",
                metadata: [
                    "images": "\(images.count)", "masks": "\(folder)", "pairs": "\(pairing.cases.count)",
                    "unpaired": "\(pairing.failures.count)",
                ])
            pairings.append(pairing)
        }
        return pairings
    }

    /// The results of all cases, in the order in which they were finished.
    ///
    /// - Parameter notes: said to the person who waits, before the first case.
    func score(
        _ pairings: [CasePairing], set: ReferenceSet, structures: [Structure], keepsDetails: Bool = false,
        notes: [String] = []
    ) async -> ([MaskResult], RunRecord.Ending) {
        let progress = ProgressReporter(
            total: pairings.reduce(0) { $0 + $1.cases.count + $1.failures.count }, quiet: request.isQuiet,
            sharesOutput: request.logger != nil)
        defer { progress.finish() }
        if request.referencesPerCase > set.references.count {
            progress.note(
                "the reference set has \(set.references.count) images, fewer than the "
                    + "\(request.referencesPerCase) asked for: all are used")
        }
        for note in notes { progress.note(note) }
        let cases = ImageCase.grouped(pairings)
        let queue = CaseQueue(count: cases.count, stopsAtFirstFailure: request.stopsAtFirstFailure, progress: progress)
        for failure in pairings.flatMap(\.failures) { queue.failed(failure.error) }
        let workers = max(1, min(request.threads, cases.count))
        request.logger?.info("scoring", metadata: ["images": "\(cases.count)", "threads": "\(workers)"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask { [request] in
                    let worker = CaseWorker(
                        set: set, structures: structures, request: request, keepsDetails: keepsDetails)
                    while let index = queue.next() { queue.finished(worker.results(of: cases[index])) }
                }
            }
        }
        return (queue.results, queue.ending)
    }
}
