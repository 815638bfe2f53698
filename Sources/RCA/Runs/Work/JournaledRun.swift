import Imaging
import Journal
import Logging
import Machine
import Reporting

/// A shard worked off piece by piece: what the journal has already is left out, what is new goes into it.
struct JournaledRun<Work: JournaledWork> {
    let work: Work
    /// Those of the request's shard.
    let sources: Work.Sources
    let stopwatch: Stopwatch
    /// What the journal begins with: made once, since digests of networks are in it.
    private let header: JournalHeader

    init(work: Work, sources: Work.Sources, stopwatch: Stopwatch) {
        self.work = work
        self.sources = sources
        self.stopwatch = stopwatch
        header = work.header
    }

    /// From so many images on, looking for duplicates takes seconds.
    private static var manyImages: Int { 20_000 }

    private var request: Work.Request { work.request }
    private var folder: JournalFolder { JournalFolder(output: request.output) }

    /// - Throws: ``InputError`` where the journal cannot be used or written, or another process has the shard.
    func run() async throws(InputError) -> RunOutcome {
        try OutputFolders.makeFolder(folder.path)
        let progress = ProgressReporter(
            total: sources.expectedCount, quiet: request.isQuiet, sharesOutput: request.logger != nil)
        let lock = try await ShardLock(folder.lock(request.shard)) { progress.note($0) }
        let result: Result<RunOutcome, InputError>
        do throws(InputError) {
            result = .success(try await locked(progress))
        } catch {
            result = .failure(error)
        }
        lock.release()
        return try result.get()
    }

    private func locked(_ progress: ProgressReporter) async throws(InputError) -> RunOutcome {
        let path = folder.journal(request.shard)
        if request.replaces {
            try await RunReplacement(of: request.output).remove(except: request.shard) { progress.note($0) }
            for output in work.outputs { try work.guardian.check(header, in: output) }
        }
        try checkContinuation()
        let journal = try Journal(path, header: header)
        for note in work.notes + sources.notes + journal.notes { progress.note(note) }
        let writer = journal.writer
        let state = RunState(stopsAtFirstFailure: request.stopsAtFirstFailure, progress: progress) {
            entry throws(InputError) in
            try work.checkReferences()
            try writer.append(JournalRecord.entry(entry))
        }
        try writer.append(JournalRecord.start(time: JournalRecord.now(), expected: sources.expectedCount))
        // At once, so that others can see that the shard is at work before its first batch.
        try writer.flush()
        var pending = PendingWork(journal, state: state, progress: progress)
        let ending = try await workOff(&pending, state)
        if ending == .complete { try work.checkFound(pending) }
        if ending == .complete, let earlier = pending.setAside, earlier.count > 0 {
            progress.note(
                "\(earlier.count) \(earlier.count == 1 ? "result" : "results") of files that are gone, made with other "
                    + "settings, \(earlier.count == 1 ? "is" : "are") no longer in the tables, but in \(earlier.path)")
        }
        if pending.changedCount > 0 {
            progress.note(
                pending.changedCount == 1
                    ? "1 picture was changed by somebody since the run wrote it: it stays as it is"
                    : "\(pending.changedCount) pictures were changed by somebody since the run wrote them: they stay as they are"
            )
        }
        var end = RunEnding(
            shard: request.shard, path: path, header: header, folder: request.output, outputs: work.outputs,
            ending: ending, images: sources.imageCount, stopwatch: stopwatch, guardian: work.guardian,
            threads: request.threads, tally: pending.tally)
        try end.close(writer, &pending.index, cases: pending.caseCount, of: sources.listed)
        if header.hasScreen, request.shard == .whole, pending.caseCount >= Self.manyImages {
            progress.note("looking for radiographs that are there twice among \(pending.caseCount) images")
        }
        progress.finish()
        var outcome = try end.outcome { folder in
            let cases = pending.cases(folder)
            return ending == .complete ? cases : max(cases, sources.expectedCount / work.outputs.count)
        }
        outcome.cautions = sources.notes
        return outcome
    }

    private func workOff(_ pending: inout PendingWork, _ state: RunState) async throws(InputError) -> RunRecord.Ending {
        var sources = sources
        while let piece = try sources.next() {
            let items = try work.items(left: piece, &pending)
            pending.showDone()
            let isDone = await WorkerPool.run(
                try work.places.ordered(items), Work.activity, threads: request.threads, places: work.places,
                state: state, logger: request.logger
            ) { () throws(InputError) in try work.worker() }
            if let failure = state.failure { throw failure }
            if !isDone { return state.reasonToStop }
            if !sources.isAtEnd, state.isStopping { return state.reasonToStop }
        }
        return .complete
    }

    /// - Throws: ``InputError`` where the output folder holds results of other inputs.
    func checkContinuation() throws(InputError) {
        try RunContinuation(
            output: request.output, folder: folder, shard: request.shard, header: header, places: work.places
        ).check { shard throws(InputError) in shard == request.shard ? sources : try work.sources(of: shard) }
    }
}
