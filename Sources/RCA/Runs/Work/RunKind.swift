import Imaging
import Journal

/// The commands whose runs have a journal; its settings say which one it is of.
enum RunKind: String {
    case score, segment, audit, screen

    private static let auditNames = ["rca_audit.csv", "rca_audit.json"]
    private static let failures = "rca_failures.csv"
    private static let screenNames = ["rca_screen.csv", "rca_screen.json", "rca_upright.csv"]

    /// The command that a result file of this name is of, where only one writes it, or the files beside it tell: scores
    /// come with an audit, which stands first among a folder's tables where there are none, and what `segment` writes
    /// of images that failed is in a folder of its own.
    init(writing name: String, in folder: String) {
        func isThere(_ name: String) -> Bool { FileIdentity.isTaken(joined(folder, name)) }
        if Self.screenNames.contains(name) {
            self = .screen
        } else if Self.auditNames.contains(name), !isThere("rca_dice_scores.csv") {
            self = .audit
        } else {
            self = RunKind.score.mayWrite(name) && !isThere(Self.failures) ? .score : .segment
        }
    }

    /// Whether such runs write a result file of this name, whatever their settings.
    func mayWrite(_ name: String) -> Bool {
        let isAudit = Self.auditNames.contains(name)
        let isScreen = Self.screenNames.contains(name)
        return switch self {
        case .score: ![Self.failures, MaskTableFile.name].contains(name) && !isScreen
        case .segment: !isAudit && !isScreen && name != "rca_given.csv"
        case .audit: isAudit || name == "rca_run.json"
        case .screen: isScreen || name == "rca_run.json"
        }
    }
}

extension JournalHeader {
    var kind: RunKind { settings["command"].flatMap(RunKind.init) ?? .score }

    /// Whether there are scores beside what became of each case.
    var hasScores: Bool { kind == .score || (kind == .segment && settings["score"] == "true") }

    /// Whether masks are written as a table.
    var hasMaskTable: Bool { settings["table"] == "true" }

    /// Whether images are judged beside their masks.
    var hasReliability: Bool { kind == .score || kind == .segment }

    /// Whether masks are looked at by themselves.
    var hasAudit: Bool { kind == .score || kind == .audit }

    /// Whether images are looked at without masks, and laid upright.
    var hasScreen: Bool { kind == .screen }
    var hasUpright: Bool { hasScreen && settings["apply"] == "true" }

    /// Whether cases are images, and not masks.
    var isOfImages: Bool { kind == .segment || kind == .screen }
}
