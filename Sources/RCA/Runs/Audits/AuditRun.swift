import Cases
public import Imaging
import Journal
import Logging
import Machine
import Scoring

/// Masks looked at by themselves: what can be said of them without any score.
///
/// Every mask is measured alone, and then held against all masks of its folder, and against the references where there
/// are any. As ``ScoringRun`` it works through masks on as many workers as wanted, lists what fails, keeps a journal
/// and resumes; a shard writes its journal alone, and ``MergeRun`` makes the tables of all: limits are those of the
/// whole set.
public struct AuditRun: Sendable {
    private let request: AuditRequest

    public init(_ request: AuditRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, references, an output
    ///   that cannot be written, another process at the same shard.
    public func run() async throws(InputError) -> RunOutcome {
        let stopwatch = Stopwatch()
        guard !request.masks.isEmpty else { throw InputError(.optionInvalid, "--masks", "no folder is given") }
        try AddressSpace.check(workers: request.threads)
        let places = try FileSources(images: request.images, masks: request.masks, tables: request.maskTables)
        try places.checkUse(of: request.maskTables)
        var request = request
        request.masks = places.masks
        if request.images != nil { request.images = places.images }
        let guardian = OutputGuard("run", inputs: request.masks + [request.images, request.reference])
        try guardian.checkRunFolder(request.output, shard: request.shard)
        let references = try await ReferenceShapes.read(
            request.reference, structures: request.structures, threads: request.threads)
        guard let structures = request.structures ?? references?.structures else {
            throw InputError(
                .optionInvalid, "--structures", "is needed: nothing else says what the labels of the masks mean",
                remedy: "add it, for example lungs=1,heart=2, or give a bundle with --reference")
        }
        let work = AuditWork(
            request: request, structures: structures, references: references, places: places,
            outputs: OutputFolders.names(for: request.masks, in: request.output), guardian: guardian)
        let sources = try work.sources(of: request.shard)
        let freed = request.replaces ? Set(RunReplacement(of: request.output).removed) : []
        for output in work.outputs {
            try guardian.checkFolder(output)
            try guardian.check(work.header, in: output, freed: freed)
        }
        for output in request.shard == .whole ? work.outputs : [request.output] { try OutputFolders.create(output) }
        return try await JournaledRun(work: work, sources: sources, stopwatch: stopwatch).run()
    }
}
