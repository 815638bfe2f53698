import Cases
public import Imaging
import Logging
import Machine

/// A batch of masks scored: folders in, tables out.
///
/// Cases are independent, so that they run on as many workers as wanted and the tables are the same bytes
/// whatever their number. A case that fails is listed and the rest goes on. Every finished case is in a journal, so
/// that the same run, started again after whatever stopped it, goes on where it was. A shard of a run writes its
/// journal alone; ``MergeRun`` makes the tables of all.
public struct ScoringRun: Sendable {
    private let request: ScoringRequest

    public init(_ request: ScoringRequest) { self.request = request }

    /// - Throws: ``InputError`` only for what makes the whole run impossible: folders, options, the reference
    ///   set, the output folder, another process at the same shard, a full disk. Everything about one case, and
    ///   tables that cannot be written when the work is done, are in the outcome.
    public func run() async throws(InputError) -> RunOutcome {
        let stopwatch = Stopwatch()
        let checked = try await CheckedRun(request)
        var outcome = try await checked.journaled(stopwatch).run()
        outcome.cautions = checked.cautions + outcome.cautions
        request.logger?.info(
            "run ended",
            metadata: [
                "complete": "\(outcome.isComplete)", "scored": "\(outcome.folders.reduce(0) { $0 + $1.scored })",
                "failed": "\(outcome.failureCount)", "ms": "\(stopwatch.milliseconds)",
                "cpu-ms": "\((ResourceUsage.cpuSeconds() * 1000).rounded())",
                "peak-memory-MiB": "\(ResourceUsage.peakMemoryBytes() >> 20)",
            ])
        return outcome
    }

    /// All that ``run()`` asks for before its first case, and nothing more: a run that this lets through does not fail
    /// for its options, folders, references, calibration or output. Nothing is written.
    ///
    /// - Parameter shards: into how many parts the run will be divided; 1 for none.
    /// - Throws: ``InputError``, that of the run.
    public func check(shards: Int = 1) async throws(InputError) {
        var request = request
        request.shard = Shard(index: 1, count: max(shards, 1))
        try await CheckedRun(request).checkContinuation()
    }
}
