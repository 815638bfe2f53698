import RCA

/// What a person wants to know when a segmentation run has ended, on stderr.
struct SegmentSummary {
    private static let listedFailures = 20
    private let outcome: ScoringOutcome
    private let isQuiet: Bool

    init(_ outcome: ScoringOutcome, isQuiet: Bool) {
        self.outcome = outcome
        self.isQuiet = isQuiet
    }

    func print() {
        for folder in outcome.folders {
            if !isQuiet { results(folder) }
            failures(folder)
            for error in folder.unwritten { Console.error("rca-cli: \(error.description)") }
        }
        if let shard = outcome.shard, !isQuiet {
            Console.error("shard \(shard.shard): \(shard.done) images, \(shard.failed) of them failed")
        }
        if outcome.wasInterrupted {
            Console.error("stopped by a signal: what was done is written; the same command goes on there")
        }
        if outcome.stoppedAtFailure { Console.error("stopped at the first failure, as --fail-fast asks") }
    }

    private func results(_ folder: ScoringOutcome.Folder) {
        var line = "\(folder.scored) \(folder.scored == 1 ? "image" : "images") segmented"
        if let mean = folder.meanDice { line += ", mean predicted Dice \(DecimalText.threeDigits(mean))" }
        if !folder.warnings.isEmpty { line += "; \(folder.warnings.count) with a warning (see rca_run.json)" }
        Console.error(line)
        for verdict in Reliability.Verdict.allCases {
            if let count = folder.verdicts[verdict] { Console.error("  \(verdict.rawValue): \(count)") }
        }
        if folder.unwritten.isEmpty { Console.error("written to \(folder.output)") }
    }

    /// A loud run has shown its failures as they came; a quiet one shows them now.
    private func failures(_ folder: ScoringOutcome.Folder) {
        guard !folder.failures.isEmpty else { return }
        Console.error("\(folder.failures.count) failed, listed in \(folder.output)/rca_failures.csv")
        guard isQuiet else { return }
        for failure in folder.failures.prefix(Self.listedFailures) { Console.error("  \(failure.error.description)") }
        let rest = folder.failures.count - Self.listedFailures
        if rest > 0 { Console.error("  and \(rest) more") }
    }
}
