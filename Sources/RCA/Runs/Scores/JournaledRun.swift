import Cases
import Imaging
import Journal
import Logging
import Machine
import Reporting
import Scoring

/// A shard worked off part by part: what the journal has already is left out, what is new goes into it.
struct JournaledRun {
    let scoring: CaseScoring
    let sources: CaseSources
    /// Nil where none are asked for.
    let intervals: RunIntervals?
    let outputs: [String]
    let stopwatch: Stopwatch
    let guardian: OutputGuard
    /// The cases of any shard.
    let listing: @Sendable (Shard) throws(InputError) -> CaseSources

    private var request: ScoringRequest { scoring.request }

    /// - Throws: ``InputError`` where the journal cannot be used or written, or another process has the shard.
    func run(notes: [String]) async throws(InputError) -> ScoringOutcome {
        let folder = JournalFolder(output: request.output)
        try OutputFolders.makeFolder(folder.path)
        let progress = ProgressReporter(
            total: sources.expectedCount, quiet: request.isQuiet, sharesOutput: request.logger != nil)
        let lock = try await ShardLock(folder.lock(request.shard)) { progress.note($0) }
        let result: Result<ScoringOutcome, InputError>
        do throws(InputError) {
            result = .success(try await locked(folder.journal(request.shard), progress, notes: notes))
        } catch {
            result = .failure(error)
        }
        await lock.release()
        return try result.get()
    }

    private func locked(
        _ path: String, _ progress: ProgressReporter, notes: [String]
    ) async throws(InputError) -> ScoringOutcome {
        let header = header
        if request.replaces {
            try await RunReplacement(of: request.output).remove(except: request.shard) { progress.note($0) }
            for output in outputs { try guardian.check(header, in: output) }
        }
        try checkContinuation()
        let journal = try Journal(path, header: header)
        for note in scoring.notes + notes + journal.notes { progress.note(note) }
        let entries = EntryMaker(
            set: scoring.set, structures: scoring.structures, intervals: intervals, hasDetails: request.writesDetails)
        let writer = journal.writer
        let state = RunState(stopsAtFirstFailure: request.stopsAtFirstFailure, progress: progress) {
            results throws(InputError) in
            for result in results { try writer.append(JournalRecord.entry(entries.entry(result))) }
        }
        try writer.append(JournalRecord.start(time: JournalRecord.now(), expected: sources.expectedCount))
        // At once, so that others can see that the shard is at work before its first batch.
        try writer.flush()
        var work = PendingCases(
            index: journal.index, places: sources.places, allowsUnpaired: request.allowsUnpaired)
        var ending = RunRecord.Ending.complete
        var sources = sources
        while let pairings = try sources.next() {
            for pairing in pairings {
                request.logger?.info(
                    "images and masks paired",
                    metadata: [
                        "masks": "\(pairing.maskFolder)", "pairs": "\(pairing.cases.count)",
                        "unpaired": "\(pairing.failures.count)",
                    ])
            }
            let cases = try work.pending(pairings, writer: writer, state: state, progress: progress)
            if await !scoring.run(try sources.places.ordered(cases), state: state) { ending = state.reasonToStop }
            if let failure = state.failure { throw failure }
            if ending != .complete || (!sources.isAtEnd && state.isStopping) {
                ending = state.reasonToStop
                break
            }
        }
        if ending == .complete, request.shard == .whole, work.caseCount == 0, work.tally.kept == 0,
            work.tally.unpaired > 0
        {
            throw InputError(
                .pairingFailed, request.masks[0], "no mask has an image of its name in \(request.images)",
                remedy: "check both folders, or name the endings to ignore by --suffix")
        }
        var end = RunEnding(
            shard: request.shard, path: path, header: header, outputs: outputs, ending: ending,
            images: sources.imageCount, stopwatch: stopwatch, guardian: guardian, tally: work.tally)
        try end.close(writer, &work.index, cases: work.caseCount)
        progress.finish()
        return try end.outcome { folder in
            let cases = work.casesByFolder[folder]
            return ending == .complete ? cases : max(cases, sources.expectedCount / outputs.count)
        }
    }

    /// - Throws: ``InputError`` where the output folder holds results of other inputs.
    func checkContinuation() throws(InputError) {
        try RunContinuation(
            output: request.output, folder: JournalFolder(output: request.output), shard: request.shard,
            header: header, places: sources.places
        ).check { shard throws(InputError) in shard == request.shard ? sources : try listing(shard) }
    }

    /// What the journal begins with.
    var header: JournalHeader {
        let settings = RunSettings(
            request: request, set: scoring.set, structures: scoring.structures, intervals: intervals)
        let prefix = request.output.hasSuffix("/") ? request.output.count : request.output.count + 1
        return JournalHeader(
            version: RCAVersion.current, shard: request.shard,
            reference: RunRecord.Reference(
                path: request.reference, digest: scoring.set.digest, count: scoring.set.references.count),
            structures: scoring.structures.names, masks: request.masks,
            outputs: outputs.map { String($0.dropFirst(prefix)) }, hasDetails: request.writesDetails,
            hasIntervals: intervals != nil, hasSurfaces: request.surfaces != nil, parameters: settings.parameters(),
            settings: settings.decisive,
            command: request.command, origin: request.masks)
    }
}
