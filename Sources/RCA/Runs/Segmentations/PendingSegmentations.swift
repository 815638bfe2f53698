import Cases
import Imaging
import Journal
import Machine

/// Tells the images that have to be segmented from those that the journal has.
struct PendingSegmentations {
    var index: JournalIndex
    let places: FilePlaces
    /// All cases of the pieces seen so far.
    private(set) var caseCount = 0
    /// Images whose results somebody has changed, which stay.
    private(set) var changedCount = 0

    init(index: JournalIndex, places: FilePlaces) {
        self.index = index
        self.places = places
    }

    /// The cases of a piece that are left to do. What cannot be segmented goes into the journal at once.
    mutating func pending(
        _ piece: SegmentationSources.Piece, writer: JournalWriter, state: SegmentationState,
        progress: ProgressReporter
    ) throws(InputError) -> [SegmentationCase] {
        caseCount += piece.cases.count + piece.failures.count
        var (done, failed) = (0, 0)
        for failure in piece.failures {
            if !index.isEmpty, try index.entry(failure.key)?.outcome == .failed(failure.error) {
                (done, failed) = (done + 1, failed + 1)
                continue
            }
            try writer.append(
                JournalRecord.entry(
                    JournalEntry(
                        key: failure.key, time: JournalRecord.now(), files: CaseFiles(),
                        outcome: .failed(failure.error))))
            state.run.failed(failure.error)
        }
        var left: [SegmentationCase] = []
        for item in piece.cases {
            switch try standing(item, writer) {
            case nil: left.append(item)
            case .scored: done += 1
            case .failed: (done, failed) = (done + 1, failed + 1)
            }
        }
        if done > 0 { progress.casesFinishedBefore(done, failures: failed) }
        return left
    }

    /// The outcome that the journal has for an image as it is, whose results are there: as they were written, or as
    /// somebody has corrected them since. Nil where it has to be done.
    private mutating func standing(
        _ item: SegmentationCase, _ writer: JournalWriter
    ) throws(InputError) -> JournalEntry.Outcome? {
        if index.isEmpty { return nil }
        guard let entry = try index.entry(item.key) else { return nil }
        if entry.isSettled, let image = entry.files.image, image.holds(at: item.imagePath, in: places) {
            if case .failed = entry.outcome { return entry.outcome }
            let files = entry.files.masks ?? []
            if files.count == item.outputs.count {
                let there = zip(files, item.outputs).filter { FileIdentity.isTaken($1) }
                let isChanged = !there.allSatisfy { $0.holds(at: $1) }
                if isChanged { changedCount += 1 }
                if isChanged || there.count == files.count { return entry.outcome }
            }
        }
        try writer.append(JournalRecord.gone(item.key))
        return nil
    }
}
