import RCA

/// What is to be said beside an evaluation's figures, on stderr.
enum EvaluateSummary {
    private static let listed = 20

    static func print(_ report: EvaluationReport, _ format: OutputFormat) {
        if format == .csv { for note in report.notes { Console.error(note) } }
        for check in report.checks where !check.holds || format == .csv { Console.error("rca-cli: \(check.text)") }
        guard !report.missing.isEmpty else { return }
        let count = report.missing.count
        Console.error("\(count) could not be evaluated\(format == .json ? " (all of them are in the JSON)" : ""):")
        for entry in report.missing.prefix(listed) { Console.error("  \(entry.text)") }
        if count > listed { Console.error("  and \(count - listed) more") }
    }
}
