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
            for error in folder.unwritten { Console.error("rca-cli: \(error.description)") }
        }
        if outcome.wasInterrupted { Console.error("stopped by a signal: the tables hold what was done until then") }
        if outcome.stoppedAtFailure { Console.error("stopped at the first failure, as --fail-fast asks") }
    }

    private func scores(_ folder: ScoringOutcome.Folder) {
        let values = folder.scores.map(\.dice)
        var line = "\(folder.masks): \(values.count) \(values.count == 1 ? "mask" : "masks") scored"
        if !values.isEmpty {
            let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
            line += ", mean predicted Dice \(DecimalText.threeDigits(mean))"
            for threshold: Float in [0.7, 0.9] {
                line += ", \(values.filter { $0 < threshold }.count) below \(threshold)"
            }
        }
        if !folder.warnings.isEmpty { line += "; \(folder.warnings.count) with a warning (see rca_run.json)" }
        Console.error(line)
        for verdict in Reliability.Verdict.allCases {
            let count = folder.verdicts.filter { $0.verdict == verdict }.count
            if count > 0 { Console.error("  \(verdict.rawValue): \(count)") }
        }
        decisions(folder)
        if folder.unwritten.isEmpty { Console.error("written to \(folder.output)") }
    }

    /// The mean's decisions, which are the mask's, and below them each structure's.
    private func decisions(_ folder: ScoringOutcome.Folder) {
        guard let decisions = folder.decisions else { return }
        let structures = decisions.keys.filter { $0 != CalibrationModel.mean }.sorted()
        for structure in [CalibrationModel.mean] + structures {
            let counts = Decision.allCases.map { "\($0.rawValue) \(decisions[structure]?[$0.rawValue] ?? 0)" }
            Console.error("  by \(structure): \(counts.joined(separator: ", "))")
        }
    }

    /// A loud run has shown its failures as they came; a quiet one shows them now.
    private func failures(_ folder: ScoringOutcome.Folder) {
        guard !folder.failures.isEmpty else { return }
        let kinds = Dictionary(folder.failures.map { ($0.error.code.rawValue, 1) }, uniquingKeysWith: +)
        let counts = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) × \($0.key)" }
        let listed = "\(folder.output)/rca_run.json"
        Console.error(
            "\(folder.masks): \(folder.failures.count) failed (\(counts.joined(separator: ", "))), listed in \(listed)")
        guard isQuiet else { return }
        for failure in folder.failures.prefix(Self.listedFailures) { Console.error("  \(failure.error.description)") }
        let rest = folder.failures.count - Self.listedFailures
        if rest > 0 { Console.error("  and \(rest) more") }
    }
}
