import Imaging
import Logging
import Reporting
import Scoring

/// A shard of a segmentation run that this process has to itself.
struct LockedSegmentationRun {
    let request: SegmentationRequest
    let set: ReferenceSet
    let places: FilePlaces
    let progress: ProgressReporter
    let stopwatch: Stopwatch

    func run(_ sources: SegmentationSources, _ folder: JournalFolder) async throws(InputError) -> ScoringOutcome {
        let path = folder.journal(request.shard)
        let header = SegmentationSettings(request: request, set: set).header()
        let journal = try Journal(path, header: header)
        for note in notes + places.notes + journal.notes { progress.note(note) }
        let writer = journal.writer
        let state = SegmentationState(
            writer: writer, progress: progress, stopsAtFirstFailure: request.stopsAtFirstFailure)
        try writer.append(JournalRecord.start(time: JournalRecord.now(), expected: sources.count))
        try writer.flush()
        var work = PendingSegmentations(index: journal.index, places: places)
        var sources = sources
        var ending = RunRecord.Ending.complete
        while let piece = try sources.next() {
            let cases = try work.pending(piece, writer: writer, state: state, progress: progress)
            let isDone = try await segment(cases, state)
            if let failure = state.failure { throw failure }
            if !isDone || (!sources.isAtEnd && state.run.isStopping) {
                ending = state.run.reasonToStop
                break
            }
        }
        let end = RunEnding(
            shard: request.shard, path: path, header: header, outputs: [request.output], ending: ending,
            images: sources.count, stopwatch: stopwatch)
        // An image that is there no longer leaves results of nothing.
        try end.close(writer, &work.index, cases: work.caseCount) { if $0.unpaired.isEmpty { remove($0.fname) } }
        progress.finish()
        return try end.outcome { _ in ending == .complete ? work.caseCount : max(work.caseCount, sources.count) }
    }

    private var notes: [String] {
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

    /// - Returns: whether no case is left.
    private func segment(_ cases: [SegmentationCase], _ state: SegmentationState) async throws(InputError) -> Bool {
        let images = try places.ordered(cases.map { ImageCase(imagePath: $0.imagePath, masks: []) })
        let byPath = Dictionary(
            cases.map { (Array($0.imagePath.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let queue = CaseQueue(count: images.count, state: state.run)
        let workers = max(1, min(request.threads, images.count))
        request.logger?.info("segmenting", metadata: ["images": "\(images.count)", "threads": "\(workers)"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    do throws(InputError) {
                        let worker = try SegmentationWorker(set: set, request: request)
                        while !state.isBroken, let (index, files) = places.next(queue, images) {
                            guard let item = byPath[Array(images[index].imagePath.utf8)] else { continue }
                            state.finished(try worker.entry(item, files))
                        }
                    } catch {
                        state.broke(error)
                    }
                }
            }
        }
        return queue.isExhausted || images.isEmpty
    }

    /// Removes the results of an image that is gone.
    private func remove(_ fname: String) {
        let stem = String(fname.dropLast(SegmentationRequest.labelEnding.count))
        for path in SegmentationCase(imagePath: "", stem: stem, request: request).outputs {
            OutputFolders.removeFile(path)
        }
    }
}
