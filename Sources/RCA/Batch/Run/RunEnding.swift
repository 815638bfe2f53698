import Imaging
import Reporting

/// The end of a run with a journal: the journal's last records, and the tables of a run that is not divided.
struct RunEnding {
    let shard: Shard
    /// The journal's file.
    let path: String
    let header: JournalHeader
    /// The folder of each mask folder's tables.
    let outputs: [String]
    let ending: RunRecord.Ending
    let images: Int
    let stopwatch: Stopwatch

    /// Writes the last records, and leaves nothing unwritten.
    ///
    /// - Parameters:
    ///   - index: has been asked for every case that is there.
    ///   - cases: how many these are.
    ///   - gone: gets each of those that the journal has, and that are there no longer.
    func close(
        _ writer: JournalWriter, _ index: inout JournalIndex, cases: Int, gone: (JournalEntry.Key) -> Void = { _ in }
    ) throws(InputError) {
        if ending == .complete {
            for key in try index.unknownKeys() {
                try writer.append(JournalRecord.gone(key))
                gone(key)
            }
            try writer.append(JournalRecord.complete(time: JournalRecord.now(), cases: cases, images: images))
        }
        try writer.flush()
    }

    /// Writes the tables, or counts what a shard has done.
    ///
    /// - Parameter cases: of each folder.
    func outcome(cases: (_ folder: Int) -> Int) throws(InputError) -> ScoringOutcome {
        let journal = try JournalFile(path: path)
        var folders: [ScoringOutcome.Folder] = []
        var summary: ScoringOutcome.ShardSummary?
        if shard == .whole {
            folders = try JournalTables(header: header, journals: [journal], outputs: outputs).write { folder in
                FolderTables.Ending(
                    ending: ending, images: images, cases: cases(folder),
                    cost: RunRecord.Cost(
                        cpuSeconds: ResourceUsage.cpuSeconds(), wallSeconds: stopwatch.seconds,
                        peakMemoryBytes: ResourceUsage.peakMemoryBytes()))
            }
        } else {
            let now = try ShardState(shard, journal: journal)
            summary = ScoringOutcome.ShardSummary(shard: shard, journal: path, done: now.done, failed: now.failed)
        }
        return ScoringOutcome(
            folders: folders, shard: summary, wasInterrupted: ending == .stoppedBySignal,
            stoppedAtFailure: ending == .stoppedAtFailure, wallSeconds: stopwatch.seconds)
    }
}
