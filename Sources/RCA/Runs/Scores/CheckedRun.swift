import Cases
import Imaging
import Machine
import Scoring

/// A scoring run whose options, inputs and outputs are known to be good: what comes before the first case, and what
/// `slurm submit` asks for as well.
struct CheckedRun {
    private let work: ScoringWork
    private let sources: CaseSources
    /// Why ranges may not hold.
    let cautions: [String]

    /// - Throws: ``InputError`` for what makes the whole run impossible.
    init(_ given: ScoringRequest) async throws(InputError) {
        try given.check()
        let guardian = OutputGuard(
            "run", inputs: [given.images, given.reference, given.intervals?.model] + given.masks)
        try guardian.checkRunFolder(given.output, shard: given.shard)
        let places = try FileSources(images: given.images, masks: given.masks, tables: given.maskTables)
        try places.checkUse(of: given.maskTables)
        let request = given.reading(places)
        try places.checkReadable(request.images)
        // Folders of millions take longer than anything else before the first case: both are listed at once.
        async let listed = Self.imageNames(request, places)
        let intervals = try request.intervals.map { item throws(InputError) in try RunIntervals(item) }
        // A wrong path is better known before the references are loaded than after.
        for folder in request.masks { try places.checkReadable(folder) }
        let loaded = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads, logger: request.logger)
        let set = try request.classifier.prepared(loaded, named: request.reference)
        let structures = try ReportedStructures(request.structures, of: set, named: request.reference)
        cautions = try intervals?.check(request, set, structures) ?? []
        let masks = Result { () throws(InputError) in
            try CaseSources.masks(
                in: request.masks, images: request.images, structures: structures.drawn, suffixes: request.suffixes,
                shard: request.shard, places: places)
        }
        // What is wrong with the images comes before what is wrong with the masks, whichever is found first.
        let images = try await listed.get()
        sources = CaseSources(
            images: images, masks: try masks.get(), suffixes: request.suffixes, shard: request.shard, places: places)
        let maps = request.errorMaps.map { ErrorMapFolders($0, request, structures.names) }
        work = ScoringWork(
            request: request, set: set, structures: structures, intervals: intervals, errorMaps: maps, places: places,
            outputs: OutputFolders.names(for: request.masks, in: request.output), guardian: guardian,
            notes: CaseScoring.notes(request, set, structures) + places.notes + cautions,
            referenceLimits: ReferenceShapes(set, structures).limits)
        for folder in maps?.all ?? [] { try guardian.checkPictureFolder(folder) }
        if let maps, !request.replaces { try maps.checkFree(sources, guardian) }
        // What --replace would leave in the way is said before anything is removed.
        let freed = request.replaces ? Set(RunReplacement(of: request.output).removed) : []
        for output in work.outputs {
            try guardian.checkFolder(output)
            try guardian.check(work.header, in: output, freed: freed)
            let report = joined(output, "report.html")
            if request.writesReport, !freed.contains(report) {
                try OutputGuard("report", inputs: []).inRunFolder(output).check(report)
            }
        }
    }

    private static func imageNames(_ request: ScoringRequest, _ places: FileSources) -> Result<FolderNames, InputError>
    {
        Result { () throws(InputError) in
            try ImageFolder.names(
                in: request.images, suffixes: request.suffixes, shard: request.shard, places: places)
        }
    }

    /// The run, with the folders that it writes to.
    func journaled(_ stopwatch: Stopwatch) throws(InputError) -> JournaledRun<ScoringWork> {
        let request = work.request
        for output in request.shard == .whole ? work.outputs : [request.output] { try OutputFolders.create(output) }
        for folder in work.errorMaps?.all ?? [] { try OutputFolders.makeFolder(folder) }
        return JournaledRun(work: work, sources: sources, stopwatch: stopwatch)
    }

    /// Whether the output folder holds results of other inputs.
    func checkContinuation() throws(InputError) {
        try JournaledRun(work: work, sources: sources, stopwatch: Stopwatch()).checkContinuation()
    }
}
