import Evaluation
import Tables

extension Verification {
    /// The report for a person.
    public var text: String {
        var sections = files.map { fileText($0) }
        if let join, let computed { sections.append(joinText(join, computed)) }
        if let recomputation { sections += sampleText(recomputation) }
        if let comparison { sections += comparisonText(comparison) }
        if checks.count > files.count || !isHeld { sections.append(checksText) }
        return sections.joined(separator: "\n")
    }

    // MARK: One file

    private func fileText(_ file: ScoreFile) -> String {
        let isHeld = checks.first { $0.file == file.path }?.isHeld ?? file.isSound
        var text = "\(file.path): \(isHeld ? "sound" : "NOT SOUND"), \(DecimalText.count(file.rowCount)) rows\n"
        for finding in file.problems { for line in finding.lines(file: file.path) { text += "  " + line + "\n" } }
        for finding in file.notes {
            text += "  note: " + finding.lines(file: file.path, listed: 1).joined(separator: "; ") + "\n"
        }
        guard let figures = file.distribution else { return text }
        text += "\n" + summary(figures) + "\n" + histogram(figures)
        // Of two files, what they differ in is more than what they have alike.
        if computed == nil, recomputation == nil { text += "\n" + worst(file) }
        return text
    }

    private func summary(_ figures: ScoreDistribution) -> String {
        var table = TextTable(columns: [("figure", .left), ("value", .right)])
        table.append(["scores", DecimalText.count(figures.count)])
        table.append(["mean", DecimalText.fiveDigits(figures.mean)])
        table.append(["standard deviation", DecimalText.fiveDigits(figures.standardDeviation)])
        for quantile in figures.quantiles {
            let name =
                switch quantile.probability {
                case 0: "minimum"
                case 0.5: "median"
                case 1: "maximum"
                default: "\(Int((quantile.probability * 100).rounded())) % are below"
                }
            table.append([name, DecimalText.fiveDigits(quantile.value)])
        }
        for below in figures.below { table.append(["below \(below.threshold)", DecimalText.count(below.count)]) }
        return table.text
    }

    /// From the first bin with a score to the last.
    private func histogram(_ figures: ScoreDistribution) -> String {
        let bins = figures.histogram
        guard let first = bins.firstIndex(where: { $0.count > 0 }), let last = bins.lastIndex(where: { $0.count > 0 }),
            let highest = bins.map(\.count).max()
        else { return "" }
        var table = TextTable(columns: [("score", .left), ("rows", .right), ("", .left)])
        for bin in bins[first...last] {
            let length = (Double(bin.count) / Double(highest) * 50).rounded(.up)
            table.append([
                "\(DecimalText.threeDigits(bin.lower)) to \(DecimalText.threeDigits(bin.upper))",
                DecimalText.count(bin.count), String(repeating: "#", count: Int(length)),
            ])
        }
        return table.text
    }

    private func worst(_ file: ScoreFile) -> String {
        var table = TextTable(columns: [("lowest scores", .left), ("dice", .right)])
        for entry in file.worst(listed) { table.append([entry.fname, DecimalText.fiveDigits(Double(entry.score))]) }
        return table.text
    }

    // MARK: Two files

    private func joinText(_ join: ScoreFileJoin, _ computed: ScoreFile) -> String {
        var text = "\(DecimalText.count(join.pairs.count)) names have a score in both files\n"
        func missing(_ names: [String], _ path: String) {
            guard !names.isEmpty else { return }
            let listed = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
            text += "\(DecimalText.count(names.count)) only in \(path): \(listed)\n"
        }
        missing(join.onlyInFirst, published.path)
        missing(join.onlyInSecond, computed.path)
        if let nameDifference { text += "of these names \(nameDifference.text)\n" }
        if join.unusable > 0 {
            text += "\(DecimalText.count(join.unusable)) in both, one of them without a usable score: not compared\n"
        }
        return text
    }

    private func comparisonText(_ comparison: ScoreComparison) -> [String] {
        let agreement = comparison.agreement
        let what = recomputation == nil ? "computed against published" : "recomputed against published, in the sample"
        var table = TextTable(columns: [(what, .left), ("value", .right)])
        func row(_ name: String, _ value: Double?) {
            table.append([name, value == nil ? "not defined" : DecimalText.fiveDigits(value)])
        }
        table.append(["rows", DecimalText.count(agreement.count)])
        row("Pearson's correlation", agreement.pearson)
        row("Spearman's correlation", agreement.spearman)
        row("Lin's concordance", agreement.concordance)
        row("mean absolute error", agreement.meanAbsoluteError)
        row("bias (computed - published)", agreement.bias)
        row("95 % limits of agreement, lower", agreement.limits?.lower)
        row("95 % limits of agreement, upper", agreement.limits?.upper)
        row("share within \(comparison.tolerance)", comparison.shareWithinTolerance)
        let threshold = Float(comparison.threshold).description
        row("Cohen's kappa of \"below \(threshold)\"", comparison.decisions?.kappa)
        if let decisions = comparison.decisions {
            table.append(["below \(threshold) in both", DecimalText.count(decisions.truePositives)])
            table.append(["below \(threshold) only as computed", DecimalText.count(decisions.falsePositives)])
            table.append(["below \(threshold) only as published", DecimalText.count(decisions.falseNegatives)])
        }
        guard !comparison.furthest.isEmpty else { return [table.text] }
        var furthest = TextTable(columns: [
            ("furthest apart", .left), ("published", .right), ("computed", .right), ("difference", .right),
        ])
        for pair in comparison.furthest {
            furthest.append([
                pair.fname, DecimalText.fiveDigits(Double(pair.published)),
                DecimalText.fiveDigits(Double(pair.computed)), DecimalText.fiveDigits(pair.difference),
            ])
        }
        return [table.text, furthest.text]
    }

    private var checksText: String {
        checks.map { "\($0.isHeld ? "holds" : "FAILS"): \($0.option): \($0.message)\n" }.joined()
    }
}
