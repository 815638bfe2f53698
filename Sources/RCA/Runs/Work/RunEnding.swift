import Cases
import Imaging
import Journal
import Machine
import Reporting

/// The end of a run with a journal: the journal's last records, and the tables of a run that is not divided.
struct RunEnding {
    let shard: Shard
    /// The journal's file.
    let path: String
    let header: JournalHeader
    /// The run's folder.
    let folder: String
    /// The folder of each mask folder's tables.
    let outputs: [String]
    let ending: RunRecord.Ending
    let images: Int
    let stopwatch: Stopwatch
    /// Asked for every file that is written.
    let guardian: OutputGuard
    let threads: Int
    var tally = RunTally()

    /// Writes the last records, and leaves nothing unwritten.
    ///
    /// Results of files that are there no longer stay; that something failed which is gone is of no use any more.
    ///
    /// - Parameters:
    ///   - index: has been asked for every case that is there.
    ///   - cases: how many these are.
    ///   - listed: what all shards had to work off.
    mutating func close(
        _ writer: JournalWriter, _ index: inout JournalIndex, cases: Int, of listed: ListedFiles
    ) throws(InputError) {
        if ending == .complete {
            for (key, outcome) in try index.unknownEntries() {
                switch outcome {
                case .scored: tally[key.folder].kept += 1
                case .failed: try writer.append(JournalRecord.gone(key))
                }
            }
            if shard != .whole { try writer.append(JournalRecord.listed(listed)) }
            try writer.append(
                JournalRecord.complete(
                    time: JournalRecord.now(), cases: cases + tally.kept, images: images, tally: tally))
        }
        try writer.flush()
    }

    /// Writes the tables, or counts what a shard has done.
    ///
    /// - Parameter cases: of each folder.
    func outcome(cases: (_ folder: Int) -> Int) throws(InputError) -> RunOutcome {
        let journal = try JournalFile(path: path)
        var folders: [RunOutcome.Folder] = []
        var summary: RunOutcome.ShardSummary?
        if shard == .whole {
            let tables = JournalTables(
                header: header, journals: [journal], folder: folder, outputs: outputs, guardian: guardian,
                threads: threads)
            let counts = outputs.indices.map { cases($0) + tally[$0].kept }
            folders = try tables.write { [ending, images, stopwatch, tally] folder in
                FolderTables.Ending(
                    ending: ending, images: images, cases: counts[folder], tally: tally[folder],
                    cost: RunRecord.Cost(
                        cpuSeconds: ResourceUsage.cpuSeconds(), wallSeconds: stopwatch.seconds,
                        peakMemoryBytes: ResourceUsage.peakMemoryBytes()))
            }
        } else {
            let now = try ShardState(shard, journal: journal)
            summary = RunOutcome.ShardSummary(
                shard: shard, journal: path, done: now.done, failed: now.failed, kept: tally.kept,
                unpaired: tally.unpaired)
        }
        return RunOutcome(
            folders: folders, shard: summary, wasInterrupted: ending == .stoppedBySignal,
            stoppedAtFailure: ending == .stoppedAtFailure, wallSeconds: stopwatch.seconds)
    }
}
