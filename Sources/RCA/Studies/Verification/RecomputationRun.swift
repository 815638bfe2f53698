import Cases
import Evaluation
import Files
public import Imaging
import Journal
import Machine
public import Reporting
import Runs
import Scoring
import Synchronization
public import Tables

/// Recomputes a sample of a published score file from images and masks.
///
/// The sample is stratified by the published score, so that the rare bad masks are in it. Rows are matched to masks
/// by file name, and else by stem where only one row and one mask have it. A row without exactly one mask and image
/// is never drawn; one that fails is counted, and neither is guessed. The result does not depend on the number of
/// threads.
public struct RecomputationRun: Sendable {
    private let request: RecomputationRequest

    public init(_ request: RecomputationRequest) { self.request = request }

    /// - Returns: nil where a signal stopped it: what is done by then is no sample. Of a file without a score, only
    ///   that it is not sound.
    /// - Throws: ``InputError`` for folders, options and references that make the whole impossible, and where no
    ///   row of the file has its files in the folders.
    public func run(_ published: ScoreFile) async throws(InputError) -> Verification? {
        try request.scoring.check()
        guard request.size >= 1 else {
            throw InputError(.optionInvalid, "--sample", "\(request.size) is not 1 or more")
        }
        if published.scores.isEmpty {
            return Verification(published: published, limits: request.limits, listed: request.listed)
        }
        let places = try FileSources.foldersAndTables(
            images: request.scoring.images, masks: request.scoring.masks, tables: request.scoring.maskTables)
        try places.checkUse(of: request.scoring.maskTables)
        let images = try ImageFolder(
            path: request.scoring.images, suffixes: request.scoring.suffixes, places: places)
        let loaded = try await ReferenceLoader.load(
            request.scoring.reference, structures: request.scoring.structures, threads: request.scoring.threads,
            logger: request.scoring.logger)
        let set = try request.scoring.classifier.prepared(loaded, named: request.scoring.reference)
        let structures = try ReportedStructures(
            request.scoring.structures, of: set, named: request.scoring.reference)
        let pairing = try images.paired(
            withMasksIn: request.scoring.masks[0], structures: structures.names, places: places)

        let rows = published.entries.compactMap { entry in
            entry.score.map { PublishedRow(fname: published.name(entry), score: $0) }
        }
        let cases = PublishedRow.cases(rows, among: pairing.pairs, suffixes: request.scoring.suffixes)
        guard cases.contains(where: { $0 != nil }) else {
            throw InputError(
                .pairingFailed, request.scoring.masks[0], "none of its masks is a row of \(published.path)",
                remedy: "check the folders, and --suffix")
        }
        let sample = StratifiedSample(
            scores: rows.map(\.score), available: rows.indices.filter { cases[$0] != nil }, size: request.size,
            seed: request.seed)
        let drawn = sample.strata.flatMap(\.drawn)
        let sampled = MaskPairing(maskFolder: pairing.maskFolder, pairs: drawn.compactMap { cases[$0] }, failures: [])
        guard
            let results = await results(
                ImageCase.grouped([sampled]),
                CaseScoring(request: request.scoring, set: set, structures: structures, places: places))
        else { return nil }
        return verification(of: published, rows: rows, cases: cases, sample: sample, results: results)
    }

    /// The results of all cases, or nil where a signal stopped the run.
    private func results(_ cases: [ImageCase], _ scoring: CaseScoring) async -> [JournalEntry]? {
        let progress = ProgressReporter(
            total: cases.count, quiet: request.scoring.isQuiet, sharesOutput: request.scoring.logger != nil)
        defer { progress.finish() }
        for note in scoring.notes { progress.note(note) }
        let collected = CollectedEntries()
        let state = RunState(stopsAtFirstFailure: false, progress: progress) { collected.add($0) }
        return await scoring.run(cases, state: state) ? collected.all : nil
    }

    private final class CollectedEntries: Sendable {
        private let entries = Mutex<[JournalEntry]>([])

        func add(_ entry: JournalEntry) { entries.withLock { $0.append(entry) } }

        var all: [JournalEntry] { entries.withLock { $0 } }
    }

    private func verification(
        of published: ScoreFile, rows: [PublishedRow], cases: [MaskPairing.Pair?], sample: StratifiedSample,
        results: [JournalEntry]
    ) -> Verification {
        let outcomes = Dictionary(
            results.map { (Array($0.key.fname.utf8), $0.outcome) }, uniquingKeysWith: { first, _ in first })
        var pairs: [Int: ScorePair] = [:]
        var failures: [Verification.Recomputation.Failure] = []
        for position in sample.strata.flatMap(\.drawn).sorted() {
            guard let item = cases[position], let outcome = outcomes[Array(item.fname.utf8)] else { continue }
            let row = rows[position]
            switch outcome {
            case .scored(let scores):
                pairs[position] = scores.dice.map {
                    ScorePair(fname: row.fname, published: row.score, computed: $0)
                }
            case .failed(let error):
                failures.append(Verification.Recomputation.Failure(fname: row.fname, message: error.description))
            }
        }
        let extrapolation = SampleExtrapolation(
            sample, pairs: pairs, tolerance: request.limits.tolerance, seed: request.seed)
        return Verification(
            published: published, recomputed: pairs.sorted { $0.key < $1.key }.map(\.value),
            Verification.Recomputation(
                size: request.size, seed: request.seed, withoutFiles: cases.count { $0 == nil }, failures: failures,
                extrapolation: extrapolation),
            limits: request.limits, threshold: request.threshold, listed: request.listed)
    }
}

/// A row of a published score file that has a score.
struct PublishedRow: Sendable {
    let fname: String
    let score: Float

    /// The case of each row: the mask of its very name, or else the only mask of its stem where no other row has
    /// that stem. Nil where there is none.
    static func cases(
        _ rows: [PublishedRow], among cases: [MaskPairing.Pair], suffixes: [String]
    ) -> [MaskPairing.Pair?] {
        let byName = Dictionary(cases.map { (Array($0.fname.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let byStem = Dictionary(grouping: cases) { FileStem(of: $0.fname, droppingSuffixes: suffixes) }
        let stems = rows.map { FileStem(of: $0.fname, droppingSuffixes: suffixes) }
        let counts = Dictionary(stems.map { ($0, 1) }, uniquingKeysWith: +)
        return zip(rows, stems).map { row, stem in
            if let item = byName[Array(row.fname.utf8)] { return item }
            guard counts[stem] == 1, let items = byStem[stem], items.count == 1 else { return nil }
            return items[0]
        }
    }
}
