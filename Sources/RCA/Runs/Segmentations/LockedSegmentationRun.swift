import Cases
import Imaging
import Journal
import Logging
import Machine
import Reporting
import Scoring

/// A shard of a segmentation run that this process has to itself.
struct LockedSegmentationRun {
    let request: SegmentationRequest
    let set: ReferenceSet
    let structures: ReportedStructures
    let places: FilePlaces
    let progress: ProgressReporter
    let stopwatch: Stopwatch
    let guardian: OutputGuard
    /// The images of any shard.
    let listing: @Sendable (Shard) throws(InputError) -> SegmentationSources

    func run(_ sources: SegmentationSources, _ folder: JournalFolder) async throws(InputError) -> ScoringOutcome {
        let path = folder.journal(request.shard)
        let header = SegmentationSettings(request: request, set: set, structures: structures).header()
        if request.replaces {
            try await RunReplacement(of: request.output).remove(except: request.shard) { progress.note($0) }
            try guardian.check(header, in: request.output)
        }
        try RunContinuation(
            output: request.output, folder: folder, shard: request.shard, header: header, places: places
        ).check { shard throws(InputError) in shard == request.shard ? sources : try listing(shard) }
        let maps = guardian.inRunFolder(folder.written(request.shard, in: request.output))
        let journal = try Journal(path, header: header)
        for note in (structures.note.map { [$0] } ?? []) + notes + places.notes + journal.notes { progress.note(note) }
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
            let isDone = try await segment(cases, state, maps)
            if let failure = state.failure { throw failure }
            if !isDone || (!sources.isAtEnd && state.run.isStopping) {
                ending = state.run.reasonToStop
                break
            }
        }
        if work.changedCount > 0 {
            progress.note(
                work.changedCount == 1
                    ? "1 label map was changed by somebody since the run wrote it: it stays as it is"
                    : "\(work.changedCount) label maps were changed by somebody since the run wrote them: they stay as they are"
            )
        }
        var end = RunEnding(
            shard: request.shard, path: path, header: header, outputs: [request.output], ending: ending,
            images: sources.count, stopwatch: stopwatch, guardian: guardian)
        try end.close(writer, &work.index, cases: work.caseCount)
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
    private func segment(
        _ cases: [SegmentationCase], _ state: SegmentationState, _ maps: OutputGuard
    ) async throws(InputError) -> Bool {
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
                        let worker = try SegmentationWorker(
                            set: set, structures: structures, request: request, maps: maps)
                        while !state.isBroken, let (index, files) = places.next(images, position: queue.next) {
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

}
