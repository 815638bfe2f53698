import Journal

/// The commands whose runs have a journal; its settings say which one it is of.
enum RunKind: String {
    case score, segment, audit

    /// Whether such runs write a result file of this name, whatever their settings.
    func mayWrite(_ name: String) -> Bool {
        let isAudit = ["rca_audit.csv", "rca_audit.json"].contains(name)
        return switch self {
        case .score: name != "rca_failures.csv"
        case .segment: !isAudit
        case .audit: isAudit || name == "rca_run.json"
        }
    }
}

extension JournalHeader {
    var kind: RunKind { settings["command"].flatMap(RunKind.init) ?? .score }

    /// Whether there are scores beside what became of each case.
    var hasScores: Bool { kind == .score || (kind == .segment && settings["score"] == "true") }

    /// Whether images are judged.
    var hasReliability: Bool { kind != .audit }

    /// Whether masks are looked at by themselves.
    var hasAudit: Bool { kind != .segment }
}
