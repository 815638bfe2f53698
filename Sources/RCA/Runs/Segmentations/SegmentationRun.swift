import Cases
public import Imaging
import Journal
import Logging
import Machine
import Scoring
import Segmentation

/// A batch of images segmented: a folder in, label maps and tables out.
///
/// Images are independent, so that they run on as many workers as wanted and the files are the same bytes whatever
/// their number. An image that fails is listed and the rest goes on. Every finished image is in a journal with digests
/// of its files, so that the same run, started again after whatever stopped it, goes on where it was and makes again
/// what was changed or removed. A shard writes its label maps and its journal; ``MergeRun`` makes the tables of all.
public struct SegmentationRun: Sendable {
    private let request: SegmentationRequest

    public init(_ request: SegmentationRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, the reference set, an
    ///   output that cannot be written, another process at the same shard.
    public func run() async throws(InputError) -> RunOutcome {
        let stopwatch = Stopwatch()
        guard request.parameters.atlasCount >= 1 else {
            throw InputError(.optionInvalid, "--atlases", "\(request.parameters.atlasCount) is not 1 or more")
        }
        try AddressSpace.check(workers: request.threads)
        var request = request
        let places = try FileSources(images: request.images, masks: [])
        request.images = places.images
        let guardian = OutputGuard("run", inputs: [request.images, request.reference])
        try guardian.checkRunFolder(request.output, shard: request.shard)
        let names = try ImageFolder.names(
            in: request.images, suffixes: request.suffixes, shard: request.shard, places: places)
        let loaded = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads, logger: request.logger)
        let set = try loaded.registering(by: request.registration, named: request.reference)
        let structures = try ReportedStructures(request.structures, of: set, named: request.reference)
        if request.scores { _ = try CrossFittedScorer.halves(of: set) }
        try checkFusion(set)
        let work = SegmentationWork(
            request: request, set: set, structures: structures, places: places, guardian: guardian)
        let sources = SegmentationSources(names, request: request, places: places)
        let freed = request.replaces ? Set(RunReplacement(of: request.output).removed) : []
        try guardian.check(work.header, in: request.output, freed: freed)
        if !request.replaces { try checkLabelMaps(sources, guardian) }
        try OutputFolders.create(request.output)
        if request.writesConfidence {
            try OutputFolders.makeFolder(joined(request.output, SegmentationRequest.confidenceFolder))
        }
        return try await JournaledRun(work: work, sources: sources, stopwatch: stopwatch).run()
    }

    private func checkFusion(_ set: ReferenceSet) throws(InputError) {
        guard request.parameters.fusion == .learned else { return }
        guard set.registrationDigest == nil else {
            throw InputError(
                .optionInvalid, "--fusion", "learned does not register, so it does not go with --registration",
                remedy: "leave one of the two out")
        }
        guard set.networks != nil else {
            throw InputError(
                .optionInvalid, request.reference, "has no networks, which --fusion learned needs",
                remedy: "train some with 'rca-cli reference learn', or take --fusion posterior")
        }
        guard !request.scores else {
            throw InputError(
                .optionInvalid, "--score",
                "two halves of the references cannot judge what networks draw that have seen both",
                remedy: "leave it out, or take another --fusion")
        }
    }

    /// Before a run begins in a folder: whether label maps are there that somebody else made.
    private func checkLabelMaps(_ sources: SegmentationSources, _ guardian: OutputGuard) throws(InputError) {
        let begun = try? JournalFolder(output: request.output).found()
        guard FolderListing.isFolder(request.output), begun?.isEmpty ?? true else { return }
        var sources = sources
        while let piece = try sources.next() {
            for path in piece.cases.flatMap(\.outputs) { try guardian.check(path) }
        }
    }
}
