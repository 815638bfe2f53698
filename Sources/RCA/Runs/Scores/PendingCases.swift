import Cases
import Imaging
import Journal
import Machine
import Scoring

/// Tells the cases that have to be done from those that the journal has.
struct PendingCases {
    var index: JournalIndex
    let places: FilePlaces
    /// Whether what has no partner is passed over.
    let allowsUnpaired: Bool
    private(set) var tally = RunTally()
    /// All cases of the parts seen so far, those without a partner too.
    private(set) var casesByFolder: [Int] = []

    init(index: JournalIndex, places: FilePlaces, allowsUnpaired: Bool) {
        self.index = index
        self.allowsUnpaired = allowsUnpaired
        self.places = places
    }

    var caseCount: Int { casesByFolder.reduce(0, +) }

    /// The cases of a part that are left to do, grouped by image. What cannot be paired goes into the journal at once.
    mutating func pending(
        _ pairings: [CasePairing], writer: JournalWriter, state: RunState, progress: ProgressReporter
    ) throws(InputError) -> [ImageCase] {
        if casesByFolder.isEmpty { casesByFolder = pairings.map { _ in 0 } }
        var done = 0
        var failed = 0
        var left: [CasePairing] = []
        for (folder, pairing) in pairings.enumerated() {
            casesByFolder[folder] += pairing.cases.count
            for failure in pairing.failures {
                if failure.lacksPartner {
                    if try isKept(failure, folder) {
                        tally[folder].kept += 1
                        done += 1
                        continue
                    }
                    if allowsUnpaired {
                        tally[folder].unpaired += 1
                        continue
                    }
                }
                casesByFolder[folder] += 1
                if try record(failure, folder, writer) {
                    state.failed(failure.error)
                } else {
                    (done, failed) = (done + 1, failed + 1)
                }
            }
            var cases: [CasePairing.Case] = []
            for item in pairing.cases {
                switch try standing(item, folder, writer) {
                case nil: cases.append(item)
                case .scored: done += 1
                case .failed: (done, failed) = (done + 1, failed + 1)
                }
            }
            left.append(CasePairing(maskFolder: pairing.maskFolder, cases: cases, failures: []))
        }
        if done > 0 { progress.casesFinishedBefore(done, failures: failed) }
        return ImageCase.grouped(left)
    }

    /// The outcome that the journal has for a case and its files as they are, nil where it has to be done.
    private mutating func standing(
        _ item: CasePairing.Case, _ folder: Int, _ writer: JournalWriter
    ) throws(InputError) -> JournalEntry.Outcome? {
        if index.isEmpty { return nil }
        let key = JournalEntry.Key(folder: folder, fname: item.fname)
        guard let entry = try index.entry(key) else { return nil }
        if entry.isSettled, let image = entry.files.image, let masks = entry.files.masks,
            image.holds(at: item.imagePath, in: places), masks.isEmpty || masks.count == item.masks.count,
            zip(masks, item.masks).allSatisfy({ $0.holds(at: $1.path, in: places) })
        {
            return entry.outcome
        }
        // Until it is done again there must be no score of files that are no more.
        try writer.append(JournalRecord.gone(key))
        return nil
    }

    /// Whether there is a result of a case whose image or mask is gone.
    private mutating func isKept(_ failure: CasePairing.Failure, _ folder: Int) throws(InputError) -> Bool {
        if index.isEmpty { return false }
        let entry = try index.entry(JournalEntry.Key(folder: folder, fname: failure.fname))
        if case .scored? = entry?.outcome { return true }
        return false
    }

    /// Writes down a case that cannot be paired.
    /// - Returns: false where the journal says so already.
    private mutating func record(
        _ failure: CasePairing.Failure, _ folder: Int, _ writer: JournalWriter
    ) throws(InputError) -> Bool {
        let key = JournalEntry.Key(folder: folder, fname: failure.fname, unpaired: failure.error.subject)
        if !index.isEmpty, try index.entry(key)?.outcome == .failed(failure.error) { return false }
        try writer.append(
            JournalRecord.entry(
                JournalEntry(
                    key: key, time: JournalRecord.now(), files: CaseFiles(),
                    outcome: .failed(failure.error))))
        return true
    }
}

/// Makes journal entries of results.
struct EntryMaker: Sendable {
    let set: ReferenceSet
    let structures: ReportedStructures
    let intervals: RunIntervals?
    let hasDetails: Bool

    func entry(_ result: MaskResult) -> JournalEntry {
        let outcome: JournalEntry.Outcome =
            switch result.outcome {
            case .failure(let error): .failed(error)
            case .success(let scores):
                .scored(
                    JournalEntry.Scores(
                        dice: scores.dice,
                        structures: scores.structureRows(fname: result.fname, structures.names, set: set),
                        reliability: scores.reliabilityRow(fname: result.fname),
                        details: hasDetails ? scores.detailRows(fname: result.fname, structures.names, set: set) : [],
                        intervals: intervals?.rows(fname: result.fname, scores, structures.names) ?? [],
                        surfaces: scores.surfaceRows(fname: result.fname, structures.names)))
            }
        return JournalEntry(
            key: JournalEntry.Key(folder: result.folder, fname: result.fname), time: JournalRecord.now(),
            files: result.files, outcome: outcome, warnings: result.warnings)
    }
}
