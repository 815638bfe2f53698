import Cases
import Imaging
import Journal
import Machine
import Reporting
import Scoring

/// The images of a screening run, whose options, inputs and outputs are known to be good.
struct ScreenWork: JournaledWork {
    static let activity = "screening"

    let request: ScreenRequest
    let set: ReferenceSet
    let places: FileSources
    let guardian: OutputGuard

    var outputs: [String] { [request.output] }
    var notes: [String] { places.notes }

    func checkReferences() throws(InputError) { try set.checkUnchanged(named: request.reference) }

    func sources(of shard: Shard) throws(InputError) -> ScreenSources {
        var part = request
        part.shard = shard
        return ScreenSources(
            try ImageFolder.names(in: request.images, suffixes: [], shard: shard, places: places), request: part,
            places: places)
    }

    func worker() -> ScreenWorker {
        let pictures = request.uprightFolder.map { _ in
            guardian.inRunFolder(JournalFolder(output: request.output).written(request.shard, in: request.output))
        }
        return ScreenWorker(set: set, pictures: pictures, logger: request.logger)
    }

    func items(left piece: ScreenSources.Piece, _ pending: inout PendingWork) throws(InputError) -> [ScreenCase] {
        try pending.left(piece, unless: stands)
    }

    /// Whether an entry is of the image as it is, and the picture that was made of it is there: as it was written, or
    /// as somebody has changed it since.
    private func stands(_ entry: JournalEntry, _ item: ScreenCase, _ changedCount: inout Int) -> Bool {
        guard let image = entry.files.image, image.holds(at: item.imagePath, in: places) else { return false }
        guard let picture = entry.files.masks?.first, let path = item.uprightPath else { return true }
        guard FileIdentity(path: path)?.kind == .file else { return false }
        if !picture.holds(at: path) { changedCount += 1 }
        return true
    }

    func checkFound(_ pending: PendingWork) {}

    var header: JournalHeader {
        JournalHeader(
            version: RCAVersion.current, shard: request.shard,
            reference: RunRecord.Reference(path: request.reference, digest: set.digest, count: set.references.count),
            structures: set.structures.map(\.name), masks: [request.images], outputs: [""], hasDetails: false,
            hasIntervals: false, hasSurfaces: false,
            parameters: [
                RunParameter("images", .text(request.images)),
                RunParameter("threads", .integer(request.threads)),
                RunParameter("fail-fast", .flag(request.stopsAtFirstFailure)),
            ] + (request.uprightFolder.map { [RunParameter("apply", .text($0))] } ?? []),
            settings: [
                "command": RunKind.screen.rawValue, "version": RCAVersion.current,
                "instructions": RunSettings.instructions, "apply": "\(request.uprightFolder != nil)",
            ].merging(set.learnedDigests) { _, digest in digest }, command: request.command, origin: [request.images])
    }
}
