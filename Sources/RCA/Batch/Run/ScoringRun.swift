public import Imaging
import Reporting
import Scoring
import Synchronization

/// A batch of masks scored: folders in, tables out.
///
/// Cases are independent, so that they run on as many workers as wanted and the tables are the same bytes
/// whatever their number. A case that fails is listed and the rest goes on. After a signal what is done is written.
public struct ScoringRun: Sendable {
    private let request: ScoringRequest

    public init(_ request: ScoringRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, the reference
    ///   set, the output folder. Everything about one case is in the outcome.
    public func run() async throws(InputError) -> ScoringOutcome {
        let stopwatch = Stopwatch()
        let outputs = OutputFolders.names(for: request.masks, in: request.output)
        for output in outputs { try OutputFolders.create(output) }
        let set = try await ReferenceLoader.load(
            request.reference, structures: request.structures, threads: request.threads)
        let structures = request.structures ?? set.structures
        let images = try ImageFolder(path: request.images, suffixes: request.suffixes)
        var pairings: [CasePairing] = []
        for folder in request.masks {
            pairings.append(try images.paired(withMasksIn: folder, structures: structures.map(\.name)))
        }
        let (results, stop) = await score(pairings, set: set, structures: structures)
        let tables = ResultTables(
            request: request, set: set, imageCount: images.count, stopwatch: stopwatch)
        var folders: [ScoringOutcome.Folder] = []
        for (index, output) in outputs.enumerated() {
            folders.append(
                try tables.write(results.filter { $0.folder == index }, pairing: pairings[index], to: output))
        }
        return ScoringOutcome(
            folders: folders, wasInterrupted: stop == .signal, stoppedAtFailure: stop == .failure,
            wallSeconds: stopwatch.seconds)
    }

    private enum Stop { case signal, failure }

    private func score(
        _ pairings: [CasePairing], set: ReferenceSet, structures: [Structure]
    ) async -> ([MaskResult], Stop?) {
        let progress = ProgressReporter(
            total: pairings.reduce(0) { $0 + $1.cases.count + $1.failures.count }, quiet: request.isQuiet)
        defer { progress.finish() }
        if request.referencesPerCase > set.references.count, !request.isQuiet {
            progress.note(
                "the reference set has \(set.references.count) images, fewer than the "
                    + "\(request.referencesPerCase) asked for: all are used")
        }
        let shared = Shared()
        for failure in pairings.flatMap(\.failures) { shared.note(failure.error, request, progress) }
        let cases = ImageCase.grouped(pairings)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(request.threads, cases.count)) {
                group.addTask { [request] in
                    let worker = CaseWorker(set: set, structures: structures, request: request)
                    while !shared.isStopped, let index = shared.nextCase(of: cases.count) {
                        let results = worker.results(of: cases[index])
                        shared.append(results)
                        for result in results {
                            switch result.outcome {
                            case .success: progress.caseFinished()
                            case .failure(let error): shared.note(error, request, progress)
                            }
                        }
                    }
                }
            }
        }
        let wasSignalled = InterruptSignal.isReceived && !shared.isExhausted(cases.count)
        return (shared.results, wasSignalled ? .signal : shared.hasFailedFast ? .failure : nil)
    }

    /// What the workers share: the next case, the results, and whether to stop.
    private final class Shared: Sendable {
        private let next = Atomic<Int>(0)
        private let failedFast = Atomic<Bool>(false)
        private let collected = Mutex<[MaskResult]>([])

        var isStopped: Bool { hasFailedFast || InterruptSignal.isReceived }
        var hasFailedFast: Bool { failedFast.load(ordering: .relaxed) }
        var results: [MaskResult] { collected.withLock { $0 } }

        func isExhausted(_ count: Int) -> Bool { next.load(ordering: .relaxed) >= count }

        func nextCase(of count: Int) -> Int? {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return index < count ? index : nil
        }

        func append(_ results: [MaskResult]) { collected.withLock { $0 += results } }

        func note(_ error: InputError, _ request: ScoringRequest, _ progress: ProgressReporter) {
            progress.caseFinished(failure: error.description)
            if request.stopsAtFirstFailure { failedFast.store(true, ordering: .relaxed) }
        }
    }
}
