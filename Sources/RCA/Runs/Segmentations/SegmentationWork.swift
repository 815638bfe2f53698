import Cases
import Imaging
import Journal
import Scoring

/// The images of a segmentation run, whose options, inputs and outputs are known to be good.
struct SegmentationWork: JournaledWork {
    static let activity = "segmenting"

    let request: SegmentationRequest
    let set: ReferenceSet
    let structures: ReportedStructures
    let places: FileSources
    let guardian: OutputGuard

    var outputs: [String] { [request.output] }

    var header: JournalHeader {
        SegmentationSettings(request: request, set: set, structures: structures).header()
    }

    var notes: [String] { (structures.note.map { [$0] } ?? []) + atlasNotes + places.notes }

    private var atlasNotes: [String] {
        let wanted = request.parameters.atlasCount
        let half = request.scores ? set.references.count / 2 : set.references.count
        if wanted > set.references.count {
            return [
                "the reference set has \(set.references.count) images, fewer than the \(wanted) asked for: all are used"
            ]
        }
        return wanted > half
            ? [
                "half of the references are \(half), fewer than the \(wanted) asked for: scores are made with all of a half"
            ]
            : []
    }

    func checkReferences() throws(InputError) { try set.checkUnchanged(named: request.reference) }

    func sources(of shard: Shard) throws(InputError) -> SegmentationSources {
        var part = request
        part.shard = shard
        return SegmentationSources(
            try ImageFolder.names(in: request.images, suffixes: request.suffixes, shard: shard, places: places),
            request: part, places: places)
    }

    func worker() throws(InputError) -> SegmentationWorker {
        let written = JournalFolder(output: request.output).written(request.shard, in: request.output)
        return try SegmentationWorker(
            set: set, structures: structures, request: request, maps: guardian.inRunFolder(written))
    }

    func items(
        left piece: SegmentationSources.Piece, _ pending: inout PendingWork
    ) throws(InputError) -> [SegmentationCase] {
        try pending.left(piece, unless: stands)
    }

    /// Whether an entry is of the image as it is, and its results are there: as they were written, or as somebody has
    /// corrected them since.
    private func stands(_ entry: JournalEntry, _ item: SegmentationCase, _ changedCount: inout Int) -> Bool {
        guard let image = entry.files.image, image.holds(at: item.imagePath, in: places) else { return false }
        if case .failed = entry.outcome { return true }
        return WrittenPictures.stand(entry.files.masks ?? [], at: item.outputs, changed: &changedCount)
    }

    func checkFound(_ pending: PendingWork) {}
}
