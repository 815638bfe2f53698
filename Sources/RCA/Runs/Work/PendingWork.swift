import Imaging
import Journal
import Machine

/// Tells the cases that have to be done from those that the journal has, and counts both.
struct PendingWork {
    var index: JournalIndex
    private(set) var tally = RunTally()
    /// Cases whose results somebody has changed, which stay.
    var changedCount = 0
    /// Results made with other settings, in the end those of files that are gone.
    private(set) var setAside: Journal.SetAside?
    private let writer: JournalWriter
    private let state: RunState
    private let progress: ProgressReporter
    private var casesByFolder: [Int] = []
    /// Of the piece that is being looked at.
    private var (done, failed) = (0, 0)

    init(_ journal: Journal, state: RunState, progress: ProgressReporter) {
        index = journal.index
        writer = journal.writer
        setAside = journal.setAside
        self.state = state
        self.progress = progress
    }

    /// All cases of the pieces seen so far, those without a partner too.
    var caseCount: Int { casesByFolder.reduce(0, +) }

    /// Those of one mask folder.
    func cases(_ folder: Int) -> Int { folder < casesByFolder.count ? casesByFolder[folder] : 0 }

    /// Whether a case has to be done. One that the journal has, but that does not stand any more, is gone from it at
    /// once: until it is done again there must be no score of files that are no more.
    ///
    /// - Parameter stands: whether an entry is of the files as they are.
    mutating func isLeft(
        _ key: JournalEntry.Key, unless stands: (JournalEntry) -> Bool
    ) throws(InputError) -> Bool {
        count(key)
        guard !index.isEmpty, let entry = try index.entry(key) else { return true }
        guard entry.isSettled, stands(entry) else {
            try writer.append(JournalRecord.gone(key))
            return true
        }
        done += 1
        if case .failed = entry.outcome { failed += 1 }
        return false
    }

    /// Takes back the result of a case that is none any more, so that no mask both has a score and failed.
    private mutating func retire(_ key: JournalEntry.Key) throws(InputError) {
        guard !index.isEmpty, case .scored? = try index.entry(key)?.outcome else { return }
        try writer.append(JournalRecord.gone(key))
    }

    /// Takes down what can be no case.
    mutating func fail(_ key: JournalEntry.Key, _ error: InputError) throws(InputError) {
        count(key)
        if !index.isEmpty, try index.entry(key)?.outcome == .failed(error) {
            (done, failed) = (done + 1, failed + 1)
            return
        }
        try retire(JournalEntry.Key(folder: key.folder, fname: key.fname))
        try writer.append(
            JournalRecord.entry(
                JournalEntry(key: key, time: JournalRecord.now(), files: CaseFiles(), outcome: .failed(error))))
        state.failed(error)
    }

    /// Whether there is a result of a case whose image or mask is gone. It stays, and is counted.
    mutating func keeps(_ key: JournalEntry.Key) throws(InputError) -> Bool {
        guard !index.isEmpty, case .scored? = try index.entry(key)?.outcome else { return false }
        tally[key.folder].kept += 1
        done += 1
        return true
    }

    /// Counts what has no partner and is passed over, as was asked for.
    mutating func passOver(folder: Int) { tally[folder].unpaired += 1 }

    /// Shows what the journal had of the piece.
    mutating func showDone() {
        if done > 0 { progress.casesFinishedBefore(done, failures: failed) }
        (done, failed) = (0, 0)
    }

    private mutating func count(_ key: JournalEntry.Key) {
        while casesByFolder.count <= key.folder { casesByFolder.append(0) }
        casesByFolder[key.folder] += 1
        setAside?.has(key)
    }
}
