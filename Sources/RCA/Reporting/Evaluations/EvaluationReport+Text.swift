import Evaluation
import Tables

extension EvaluationReport {
    /// The report for a person: a table a structure, its estimators side by side, each figure above its interval.
    public var text: String {
        structures.map { "\(Self.title($0))\n\n\(table($0))\n" }.joined() + surfacesText + marksText
            + risks.map { $0.text + "\n" }.joined() + (groups?.groupsText ?? "") + legend
    }

    private static func title(_ structure: Structure) -> String {
        structure.name == meanName ? "mean over the structures" : structure.name
    }

    private func table(_ structure: Structure) -> String {
        guard !structure.estimates.isEmpty else { return "no mask could be evaluated\n" }
        var table = TextTable(
            columns: [("predicted against true Dice", .left)] + structure.estimates.map { ($0.estimator, .right) })
        func append(_ title: String, _ cell: (EvaluatedScores) -> String) {
            table.append([title] + structure.estimates.map { cell($0.scores) })
        }
        func append(_ figure: Figure) {
            append(Self.title(figure)) { $0[figure].value.map(DecimalText.rounded) ?? "not defined" }
            guard resamples > 0, structure.estimates.contains(where: { $0.scores[figure].interval != nil }) else {
                return
            }
            append("  interval") { scores in
                scores[figure].interval.map {
                    "\(DecimalText.rounded($0.lower)) to \(DecimalText.rounded($0.upper))"
                } ?? ""
            }
        }
        append("masks") { String($0.count) }
        append("images") { String($0.imageCount) }
        if structure.estimates.contains(where: { $0.scores.undefinedCount > 0 }) {
            append("masks left out, not defined") { String($0.undefinedCount) }
        }
        for kind in Figure.agreementKinds { append(Figure(kind)) }
        for (position, threshold) in thresholds.enumerated() {
            append("masks with true Dice below \(ShortDecimal.text(threshold))") { String($0.badCounts[position]) }
            for kind in Figure.detectionKinds { append(Figure(kind, threshold: threshold)) }
        }
        return table.text
    }

    private static func title(_ figure: Figure) -> String {
        switch figure.kind {
        case .pearson: "Pearson correlation"
        case .spearman: "Spearman correlation"
        case .meanAbsoluteError: "mean absolute error"
        case .rootMeanSquareError: "root mean square error"
        case .bias: "bias (predicted - true)"
        case .calibrationSlope: "calibration slope"
        case .calibrationIntercept: "calibration intercept"
        case .areaUnderCurve: "  finding them: ROC AUC"
        case .averagePrecision: "  average precision"
        case .accuracy: "  accuracy at the threshold"
        case .sensitivity: "  sensitivity"
        case .specificity: "  specificity"
        }
    }

    private var legend: String {
        var lines: [String] = []
        if resamples > 0 {
            let together =
                cluster == "mask" ? "masks" : cluster == "image" ? "images" : "whole groups of one \(cluster)"
            lines.append(
                "Intervals: \(DecimalText.percent(confidence)), from \(resamples) resamples of \(together), seed \(seed)."
            )
        }
        lines += groups.map { ["p of groups: corrected by Holm."] + $0.notes } ?? []
        return (lines + notes + checks.map(\.text)).map { $0 + "\n" }.joined()
    }
}

extension DecimalText {
    /// A share as a percentage without needless digits, and four that count where it is small: `95 %`, `97.5 %`,
    /// `1e-05 %`.
    static func percent(_ share: Double) -> String {
        var scale = 1e6
        while share > 0, share * scale < 1000, scale < 1e22 { scale *= 10 }
        return ShortDecimal.text((share * scale).rounded() / (scale / 100)) + " %"
    }
}
