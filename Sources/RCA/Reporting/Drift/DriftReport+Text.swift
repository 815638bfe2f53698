import RealModule
import Tables

extension DriftReport {
    /// The report for a person.
    public var text: String {
        var table = TextTable(columns: [
            ("feature", .left), ("group", .left), ("baseline", .right), ("new", .right), ("median", .right),
            ("new median", .right), ("evidence", .right), ("highest", .right), ("p (Holm)", .right), ("KS", .right),
            ("p (KS)", .right), ("", .left),
        ])
        for test in tests {
            let drift = test.drift
            table.append([
                test.feature, test.group.isEmpty ? "all" : "\(test.variable) \(test.group)",
                String(drift.baselineCount), String(drift.history.count), Self.number(drift.baselineMedian),
                Self.number(drift.streamMedian), Self.evidence(drift.history.last ?? 0),
                Self.evidence(drift.highest), DecimalText.pValue(test.verdict.adjusted),
                drift.comparison.map { DecimalText.threeDigits($0.statistic) } ?? "",
                drift.comparison.map { DecimalText.threeDigits($0.pValue) } ?? "",
                test.hasDrifted ? "drifted" : "",
            ])
        }
        return "\(table.text)\n" + sentences.map { $0 + "\n" }.joined()
    }

    /// What follows from the figures, for text and page.
    public var sentences: [String] {
        let count = DecimalText.count(images.count)
        let before = DecimalText.count(baselineCount)
        var lines = tests.filter(\.hasDrifted).map { test in
            "\(test.title) has drifted"
                + (test.alarm.map {
                    ": the alarm came at the \(unit) \(images[$0]), the \(Self.ordinal($0 + 1)) new one."
                }
                    ?? ".")
        }
        if lines.isEmpty {
            lines = ["Nothing has drifted in \(count) new \(unit)s, against \(before) of the baseline."]
        }
        let which = tests.count == 1 ? "" : ", in any of these \(tests.count) tests,"
        lines.append("The chance of ever giving a false alarm\(which) is \(DecimalText.percent(alpha)) at most.")
        for group in smallGroups {
            lines.append(
                "\(group.variable) \(group.value) is not tested: \(group.count) \(unit)s in the baseline, too few.")
        }
        return lines
    }

    /// The martingale for a person: `0.052`, `3.1`, `120`, `1e9`.
    package static func evidence(_ log10: Double) -> String {
        guard log10 < 6 else { return "1e\(Int(log10.rounded(.down)))" }
        let value = Double.exp10(log10)
        if value < 1 { return DecimalText.threeDigits(value) }
        if value < 100 { return DecimalText.oneDigit(value) }
        return DecimalText.count(Int(value.rounded()))
    }

    private static func number(_ value: Double?) -> String { value.map(DecimalText.rounded) ?? "" }

    private static func ordinal(_ number: Int) -> String {
        let ending =
            switch (number % 100, number % 10) {
            case (11...13, _): "th"
            case (_, 1): "st"
            case (_, 2): "nd"
            case (_, 3): "rd"
            default: "th"
            }
        return DecimalText.count(number) + ending
    }
}
