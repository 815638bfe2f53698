import Tables

extension DriftReport {
    /// The report as JSON, for a monitoring system: the keys are a promise to readers.
    public var json: String {
        ReportValue.branch([
            "alpha": .number(alpha),
            "baseline": .integer(baselineCount),
            "drifted": .flag(hasDrifted),
            "images": .integer(images.count),
            "last": images.last.map(ReportValue.text) ?? .undefined,
            "notTested": .list(
                smallGroups.map {
                    .branch(["by": .text($0.variable), "group": .text($0.value), "baseline": .integer($0.count)])
                }),
            "tests": .list(tests.map(value)),
            "unit": .text(unit),
        ]).json
    }

    private func value(_ test: Test) -> ReportValue {
        let drift = test.drift
        return .branch([
            "feature": .text(test.feature),
            "by": .text(test.variable),
            "group": .text(test.group),
            "baseline": .integer(drift.baselineCount),
            "images": .integer(drift.history.count),
            "baselineMedian": .number(drift.baselineMedian),
            "newMedian": .number(drift.streamMedian),
            "log10Martingale": .number(drift.history.last ?? 0),
            "log10Highest": .number(drift.highest),
            "pHolm": .number(test.verdict.adjusted),
            "drifted": .flag(test.hasDrifted),
            "alarm": test.alarm.map {
                .branch(["number": .integer($0 + 1), "image": .text(images[$0])])
            } ?? .undefined,
            "kolmogorovSmirnov": .number(drift.comparison?.statistic),
            "kolmogorovSmirnovP": .number(drift.comparison?.pValue),
        ])
    }

    /// A row a test; empty where not defined. Numbers are the shortest decimals that read back as the same 64-bit float.
    public var csv: [UInt8] {
        var writer = CSVWriter(header: [
            "feature", "by", "group", "baseline", "images", "baseline_median", "new_median", "log10_martingale",
            "log10_highest", "p_holm", "drifted", "alarm_number", "alarm_image", "ks", "ks_p",
        ])
        for test in tests {
            let drift = test.drift
            for text in [test.feature, test.variable, test.group] { writer.append(text) }
            for count in [drift.baselineCount, drift.history.count] { writer.append(String(count)) }
            let numbers: [Double?] = [
                drift.baselineMedian, drift.streamMedian, drift.history.last ?? 0, drift.highest,
                test.verdict.adjusted,
            ]
            for number in numbers { writer.append(number?.description ?? "") }
            writer.append(test.hasDrifted ? "yes" : "no")
            writer.append(test.alarm.map { String($0 + 1) } ?? "")
            writer.append(test.alarm.map { images[$0] } ?? "")
            for number in [drift.comparison?.statistic, drift.comparison?.pValue] {
                writer.append(number?.description ?? "")
            }
            writer.endRow()
        }
        return writer.bytes
    }
}
