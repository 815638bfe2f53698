import RCA

/// What a person wants to know when a scoring run has ended, on stderr.
struct ScoreSummary {
    private static let listedFailures = 20
    private let outcome: ScoringOutcome
    private let isQuiet: Bool

    init(_ outcome: ScoringOutcome, isQuiet: Bool) {
        self.outcome = outcome
        self.isQuiet = isQuiet
    }

    func print() {
        for folder in outcome.folders {
            if !isQuiet { scores(folder) }
            failures(folder)
        }
        if outcome.wasInterrupted { Console.error("stopped by a signal: the tables hold what was done until then") }
        if outcome.stoppedAtFailure { Console.error("stopped at the first failure, as --fail-fast asks") }
    }

    private func scores(_ folder: ScoringOutcome.Folder) {
        let values = folder.scores.map(\.dice)
        var line = "\(folder.masks): \(values.count) masks scored"
        if !values.isEmpty {
            let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
            line += ", mean predicted Dice \(Self.threeDigits(mean))"
            for threshold: Float in [0.7, 0.9] {
                line += ", \(values.filter { $0 < threshold }.count) below \(threshold)"
            }
        }
        if !folder.failures.isEmpty { line += "; \(folder.failures.count) failed" }
        if !folder.warnings.isEmpty { line += "; \(folder.warnings.count) with a warning (see rca_run.json)" }
        Console.error(line)
        Console.error("written to \(folder.output)")
    }

    private func failures(_ folder: ScoringOutcome.Folder) {
        guard !folder.failures.isEmpty else { return }
        Console.error("failed:")
        for failure in folder.failures.prefix(Self.listedFailures) { Console.error("  \(failure.error.description)") }
        let rest = folder.failures.count - Self.listedFailures
        if rest > 0 { Console.error("  and \(rest) more, all listed in \(folder.output)/rca_run.json") }
    }

    static func threeDigits(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    static func signed(_ value: Double) -> String { value < 0 ? "-" + threeDigits(-value) : threeDigits(value) }
}
