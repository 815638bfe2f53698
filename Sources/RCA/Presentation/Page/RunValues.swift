import Files
import Reporting
import Tables

/// What was run and what failed: what its template is filled with.
struct RunValues: Sendable {
    struct Entry: Sendable {
        let name: String
        let value: String
    }

    struct Kind: Sendable {
        let name: String
        let count: String
        let failures: [Entry]
        /// How many are not listed; nil for none.
        let more: String?
    }

    let command: String
    let entries: [Entry]
    let parameters: [Entry]
    let kinds: [Kind]
    let hasFailures: Bool
    let warnings: [Entry]
    let hasWarnings: Bool

    private static let listed = 200

    init(_ record: RunRecord) {
        command = ShellWord.line(record.command)
        let counts = record.counts
        var entries = [
            Entry(name: "Program", value: "rca-cli \(record.version)"),
            Entry(name: "Reference set", value: record.reference.path),
            Entry(name: "References", value: DecimalText.count(record.reference.count)),
            Entry(name: "Digest of the references", value: record.reference.digest),
            Entry(name: "Images", value: DecimalText.count(counts.images)),
            Entry(name: "Masks scored", value: DecimalText.count(counts.scored)),
            Entry(name: "Failed", value: DecimalText.count(counts.failed)),
            Entry(name: "Ending", value: record.ending.rawValue),
            Entry(name: "Time", value: Self.time(record.cost.wallSeconds)),
            Entry(name: "Processor time", value: Self.time(record.cost.cpuSeconds)),
        ]
        if counts.notRun > 0 { entries.append(Entry(name: "Not run", value: DecimalText.count(counts.notRun))) }
        self.entries = entries
        parameters = record.parameters.map { Entry(name: $0.name, value: Self.text($0.value)) }
        kinds = record.failuresByKind.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { kind, count in
            let failures = record.failures.filter { $0.kind == kind }
            return Kind(
                name: kind, count: DecimalText.count(count),
                failures: failures.prefix(Self.listed).map { Entry(name: $0.fname, value: $0.message) },
                more: failures.count > Self.listed ? DecimalText.count(failures.count - Self.listed) : nil)
        }
        hasFailures = !kinds.isEmpty
        warnings = record.warnings.prefix(Self.listed).map {
            Entry(name: $0.fname, value: $0.messages.joined(separator: "; "))
        }
        hasWarnings = !warnings.isEmpty
    }

    private static func text(_ value: RunParameter.Value) -> String {
        switch value {
        case .flag(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .number(let value): ShortDecimal.text(value)
        case .text(let value): value
        case .list(let values): values.joined(separator: ", ")
        }
    }

    private static func time(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "not known" }
        if seconds < 60 { return "\(ShortDecimal.text((seconds * 10).rounded() / 10)) s" }
        let minutes = Int((seconds / 60).rounded())
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
