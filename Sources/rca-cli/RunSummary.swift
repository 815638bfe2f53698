import Calibration
import Evaluation
import RCA
import Tables

/// What a person wants to know when a run has ended, on stderr.
struct RunSummary {
    /// What the run did with its cases.
    enum Work {
        /// Scored masks; one folder of masks or several.
        case scoring
        /// Drew the masks of a folder of images.
        case segmentation
        /// Looked at masks by themselves.
        case audit
        /// Looked at images without masks.
        case screening
    }

    private static let listedFailures = 20
    private let outcome: RunOutcome
    private let work: Work
    private let isQuiet: Bool

    init(_ outcome: RunOutcome, of work: Work, isQuiet: Bool) {
        self.outcome = outcome
        self.work = work
        self.isQuiet = isQuiet
    }

    func print() {
        // A loud run has shown them before its first case.
        if isQuiet { for caution in outcome.cautions { Console.error("rca-cli: \(caution)") } }
        for folder in outcome.folders {
            if !isQuiet { scores(folder) }
            failures(folder)
            if !isQuiet { passedOver(kept: folder.kept, unpaired: folder.unpaired) }
            for file in folder.outdated {
                Console.error("\(file.path): was about earlier results; set aside as \(file.aside)")
            }
            for error in folder.unwritten { Console.error("rca-cli: \(error.description)") }
        }
        if let shard = outcome.shard, !isQuiet {
            let cases = work == .segmentation || work == .screening ? "images" : "cases"
            Console.error(
                "shard \(shard.shard): \(shard.done) \(cases) in \(shard.journal), \(shard.failed) of them failed")
            passedOver(kept: shard.kept, unpaired: shard.unpaired)
        }
        if outcome.wasInterrupted {
            let what = outcome.shard == nil ? "tables hold" : "journal holds"
            Console.error("stopped by a signal: the \(what) what was done until then; the same command goes on there")
        }
        if outcome.stoppedAtFailure { Console.error("stopped at the first failure, as --fail-fast asks") }
    }

    private func scores(_ folder: RunOutcome.Folder) {
        var line = done(folder)
        if let mean = folder.meanDice {
            line += ", \(means(folder, dice: mean))"
            if work == .scoring { for (threshold, count) in folder.below { line += ", \(count) below \(threshold)" } }
        }
        if !folder.warnings.isEmpty { line += "; \(folder.warnings.count) with a warning (see rca_run.json)" }
        Console.error(line)
        for verdict in Reliability.Verdict.allCases {
            if let count = folder.verdicts[verdict] { Console.error("  \(verdict.rawValue): \(count)") }
        }
        decisions(folder)
        for figure in folder.given {
            let correlation = figure.pearson.map { "correlation \(DecimalText.threeDigits($0))" } ?? "no correlation"
            Console.error(
                "  \(figure.ours) beside the table's \(figure.theirs): \(correlation), "
                    + "\(DecimalText.threeDigits(abs(figure.meanDifference))) "
                    + "\(figure.meanDifference < 0 ? "lower" : "higher") on average, \(figure.masks) masks")
        }
        flags(folder)
        screen(folder)
        if folder.unwritten.isEmpty { Console.error("written to \(folder.output)") }
    }

    /// The expected Dice first, where every mask has one, then what `rca_dice_scores.csv` holds.
    private func means(_ folder: RunOutcome.Folder, dice: Double) -> String {
        guard let expected = folder.expected else { return "mean predicted Dice \(DecimalText.threeDigits(dice))" }
        var text = "mean expected Dice \(DecimalText.threeDigits(Double(expected.dice)))"
        if let halfWidth = expected.halfWidth { text += " (each ± \(DecimalText.threeDigits(Double(halfWidth))))" }
        guard folder.estimator != .expected else { return text }
        let published = folder.classifier == .freeForm ? "published" : "by \(folder.classifier.rawValue)"
        let name = folder.estimator.map { $0 == .dice ? published : $0.rawValue } ?? published
        return text + ", \(name) \(DecimalText.threeDigits(dice))"
    }

    private func passedOver(kept: Int, unpaired: Int) {
        if kept > 0 {
            let (results, are) = kept == 1 ? ("result", "is") : ("results", "are")
            Console.error("  \(kept) \(results) of files that are gone \(are) kept")
        }
        if unpaired > 0 {
            let files = unpaired == 1 ? "file has no partner and is" : "files have no partner and are"
            Console.error("  \(DecimalText.count(unpaired)) \(files) passed over, as --allow-unpaired asks")
        }
    }

    private func done(_ folder: RunOutcome.Folder) -> String {
        let isOne = folder.scored == 1
        if work == .segmentation { return "\(folder.scored) \(isOne ? "image" : "images") segmented" }
        if work == .screening || folder.screen != nil {
            return "\(folder.masks): \(folder.scored) \(isOne ? "image" : "images") screened"
        }
        // Of shards of 'segment' without --score there are masks and no scores.
        let hasScores = folder.scored == 0 || folder.meanDice != nil
        let done = isAudit(folder) ? "measured" : hasScores ? "scored" : "made"
        return "\(folder.masks): \(folder.scored) \(isOne ? "mask" : "masks") \(done)"
    }

    /// Whether the masks were only looked at, if by shards that `merge` brought together.
    private func isAudit(_ folder: RunOutcome.Folder) -> Bool {
        work == .audit || (folder.audit != nil && folder.scored > 0 && folder.meanDice == nil)
    }

    /// How many masks are out of the way by themselves, and how.
    private func flags(_ folder: RunOutcome.Folder) {
        guard let audit = folder.audit, audit.masks > 0 else { return }
        let counts = MaskFlag.allCases.compactMap { flag in audit.flags[flag].map { "\(flag.rawValue) \($0)" } }
        let which = counts.isEmpty ? "" : ": \(counts.joined(separator: ", ")) (see rca_audit.csv)"
        Console.error("  \(audit.flagged) of \(audit.masks) masks look unusual\(which)")
        guard isAudit(folder), !audit.structuresWithoutLimits.isEmpty else { return }
        let names = audit.structuresWithoutLimits.joined(separator: ", ")
        Console.error(
            "  too few masks have \(names) to say what is usual: \(ShapeLimits.leastCount) are needed, or --reference")
    }

    /// How many images have which flag.
    private func screen(_ folder: RunOutcome.Folder) {
        guard let screen = folder.screen, screen.images > 0 else { return }
        let counts = ScreeningFlag.allCases.compactMap { flag in screen.flags[flag].map { "\(flag.rawValue) \($0)" } }
        let which = counts.isEmpty ? "" : ": \(counts.joined(separator: ", ")) (see rca_screen.csv)"
        Console.error("  \(screen.flagged) of \(screen.images) images have a flag\(which)")
        Console.error("  \(screen.unusable) should not be segmented as chest X-rays")
    }

    /// The mean's decisions, which are the mask's, and below them each structure's.
    private func decisions(_ folder: RunOutcome.Folder) {
        guard let decisions = folder.decisions else { return }
        let structures = decisions.keys.filter { $0 != CalibrationModel.mean }.sorted()
        for structure in [CalibrationModel.mean] + structures {
            let counts = Decision.allCases.map { "\($0.rawValue) \(decisions[structure]?[$0.rawValue] ?? 0)" }
            Console.error("  by \(structure): \(counts.joined(separator: ", "))")
        }
    }

    /// A loud run has shown its failures as they came; a quiet one shows them now.
    private func failures(_ folder: RunOutcome.Folder) {
        guard !folder.failures.isEmpty else { return }
        let kinds = Dictionary(folder.failures.map { ($0.error.code.rawValue, 1) }, uniquingKeysWith: +)
        let counts = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) × \($0.key)" }
        let listed = "\(folder.output)/\(work == .segmentation ? "rca_failures.csv" : "rca_run.json")"
        let source = work != .segmentation ? "\(folder.masks): " : ""
        Console.error(
            "\(source)\(folder.failures.count) failed (\(counts.joined(separator: ", "))), listed in \(listed)")
        guard isQuiet else { return }
        for failure in folder.failures.prefix(Self.listedFailures) { Console.error("  \(failure.error.description)") }
        let rest = folder.failures.count - Self.listedFailures
        if rest > 0 { Console.error("  and \(rest) more") }
    }
}
