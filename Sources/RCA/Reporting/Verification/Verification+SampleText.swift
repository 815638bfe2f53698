import Tables

extension Verification {
    /// What was drawn and recomputed, and what follows for the whole file.
    func sampleText(_ sample: Recomputation) -> [String] {
        let whole = sample.extrapolation
        let drawn = whole.strata.reduce(0) { $0 + $1.drawn }
        let recomputed = whole.strata.reduce(0) { $0 + $1.recomputed }
        var text =
            "\(DecimalText.count(drawn)) rows drawn (seed \(sample.seed)), \(DecimalText.count(recomputed)) recomputed\n"
        if sample.withoutFiles > 0 {
            text += "rows without image and mask here, not drawn: \(DecimalText.count(sample.withoutFiles))\n"
        }
        if !sample.failures.isEmpty {
            text += "drawn rows that could not be recomputed: \(DecimalText.count(sample.failures.count))\n"
            for failure in sample.failures.prefix(10) { text += "  \(failure.message)\n" }
            if sample.failures.count > 10 { text += "  and \(sample.failures.count - 10) more\n" }
        }
        return [text, strataText(whole), estimatesText(whole)]
    }

    private func strataText(_ whole: SampleExtrapolation) -> String {
        var table = TextTable(columns: [
            ("published score", .left), ("rows", .right), ("with files", .right), ("drawn", .right),
            ("recomputed", .right),
        ])
        for stratum in whole.strata {
            table.append([
                "\(DecimalText.threeDigits(stratum.lower)) to \(DecimalText.threeDigits(stratum.upper))",
                DecimalText.count(stratum.population), DecimalText.count(stratum.available),
                DecimalText.count(stratum.drawn), DecimalText.count(stratum.recomputed),
            ])
        }
        return table.text
    }

    private func estimatesText(_ whole: SampleExtrapolation) -> String {
        var table = TextTable(columns: [
            ("estimated for \(DecimalText.count(whole.represented)) rows", .left), ("value", .right),
            ("95 % interval", .right), ("", .right),
        ])
        func row(_ name: String, _ estimate: SampleExtrapolation.Estimate) {
            table.append([
                name, estimate.value == nil ? "not defined" : DecimalText.fiveDigits(estimate.value),
                DecimalText.fiveDigits(estimate.interval?.lower), DecimalText.fiveDigits(estimate.interval?.upper),
            ])
        }
        row("mean absolute error", whole.meanAbsoluteError)
        row("bias (computed - published)", whole.bias)
        row("Pearson's correlation", whole.correlation)
        row("share within \(comparison?.tolerance ?? 0)", whole.shareWithinTolerance)
        var text = table.text
        text += "Each range counts as often as it has rows. Rows without files are taken to be like those with.\n"
        if whole.notRepresented > 0 {
            text +=
                "\(DecimalText.count(whole.notRepresented)) rows are in ranges without a recomputed case: "
                + "nothing is said of them.\n"
        }
        if whole.strataOfOne > 0 {
            text += "Ranges with a single recomputed case: \(whole.strataOfOne). The intervals are too narrow.\n"
        }
        return text
    }
}
