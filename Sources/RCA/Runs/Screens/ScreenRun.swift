import Cases
public import Imaging
import Journal
import Logging
import Machine
import Scoring
import SystemPackage

/// A batch of images looked at before anyone segments them: a folder in, a table out.
///
/// The verdict of each image is that of ``ScoringRun``, by the same code. As there, images are worked off on as many
/// workers as wanted, what fails is listed, there is a journal, and a run that was stopped goes on. A shard writes its
/// journal alone; duplicates are found when ``MergeRun`` makes the tables of all.
public struct ScreenRun: Sendable {
    private let request: ScreenRequest

    public init(_ request: ScreenRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, the reference set, an
    ///   output that cannot be written, another process at the same shard.
    public func run() async throws(InputError) -> RunOutcome {
        let stopwatch = Stopwatch()
        try AddressSpace.check(workers: request.threads)
        var request = request
        let places = try FileSources(images: request.images, masks: [])
        request.images = places.images
        let guardian = OutputGuard("run", inputs: [request.images, request.reference])
        try guardian.checkRunFolder(request.output, shard: request.shard)
        if let folder = request.uprightFolder { try checkUpright(folder, guardian) }
        let names = try ImageFolder.names(in: request.images, suffixes: [], shard: request.shard, places: places)
        let set = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads, logger: request.logger)
        let work = ScreenWork(request: request, set: set, places: places, guardian: guardian)
        let sources = ScreenSources(names, request: request, places: places)
        let freed = request.replaces ? Set(RunReplacement(of: request.output).removed) : []
        try guardian.check(work.header, in: request.output, freed: freed)
        if request.uprightFolder != nil { try checkPictures(sources, guardian) }
        try OutputFolders.create(request.output)
        return try await JournaledRun(work: work, sources: sources, stopwatch: stopwatch).run()
    }

    private func checkUpright(_ folder: String, _ guardian: OutputGuard) throws(InputError) {
        try guardian.checkPictureFolder(folder)
        // The folder of the tables may not be there yet.
        guard !FileIdentity.areSame(folder, request.output),
            FilePath(folder).lexicallyNormalized() != FilePath(request.output).lexicallyNormalized()
        else {
            throw InputError(
                .optionInvalid, folder, "is the folder of the tables as well",
                remedy: "give --apply a folder of its own, for example \(joined(request.output, "upright"))")
        }
        try OutputFolders.makeFolder(folder)
    }

    /// Before a run begins: whether pictures are there that somebody else made.
    private func checkPictures(_ sources: ScreenSources, _ guardian: OutputGuard) throws(InputError) {
        let begun = try? JournalFolder(output: request.output).found()
        guard begun?.isEmpty ?? true else { return }
        var sources = sources
        while let piece = try sources.next() {
            for path in piece.cases.compactMap(\.uprightPath) { try guardian.check(path) }
        }
    }
}
