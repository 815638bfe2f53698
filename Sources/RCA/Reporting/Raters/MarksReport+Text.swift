import Evaluation
import Tables

extension MarksReport {
    private static let listed = 50

    /// The report for a person.
    public var text: String {
        var table = TextTable(columns: [
            ("reader", .left), ("masks", .right), ("pass", .right), ("fail", .right), ("marks 1 to 5", .left),
        ])
        for reader in readers {
            let ratings =
                reader.ratings.allSatisfy { $0 == 0 } ? "" : reader.ratings.map(String.init).joined(separator: " ")
            table.append([
                reader.name, String(reader.passed + reader.failed), String(reader.passed), String(reader.failed),
                ratings,
            ])
        }
        return "\(table.text)\n\(agreementText)\(disputedText)" + sentences.map { $0 + "\n" }.joined()
    }

    private var agreementText: String {
        guard !groups.isEmpty else { return "" }
        var table = TextTable(columns: [
            ("readers", .left), ("of", .left), ("masks", .right), ("same", .right), ("kappa", .right),
            ("interval", .right), ("weighted kappa", .right), ("interval", .right),
        ])
        for group in groups {
            for (kind, agreement) in [("pass or fail", group.decisions), ("1 to 5", group.ratings)] {
                guard let agreement else { continue }
                table.append([
                    group.title, kind, String(agreement.count),
                    agreement.equal.map { DecimalText.percent(($0 * 1000).rounded() / 1000) } ?? "",
                    Self.value(agreement.kappa), Self.range(agreement.kappa),
                    agreement.weighted.map(Self.value) ?? "", agreement.weighted.map(Self.range) ?? "",
                ])
            }
        }
        return "agreement\n\n\(table.text)\n"
    }

    private var disputedText: String {
        guard !disputed.isEmpty else { return "" }
        var table = TextTable(columns: [("mask", .left)] + readers.map { ($0.name, .left) })
        for mask in disputed.prefix(Self.listed) { table.append([mask.fname] + mask.marks) }
        let rest = disputed.count - Self.listed
        return "masks that readers differ about\n\n\(table.text)\(rest > 0 ? "and \(rest) more\n" : "")\n"
    }

    private var sentences: [String] {
        let (passed, failed) = (masks.count { $0.passes == true }, masks.count { $0.passes == false })
        let open = masks.count - passed - failed
        var lines = [
            "\(passed) of \(masks.count) marked masks pass, \(failed) fail"
                + (open > 0 ? ", \(open) are open: as many readers pass them as fail them." : ".")
        ]
        if readers.contains(where: { $0.ratings.contains { $0 > 0 } }) {
            lines.append("Of marks from 1 to 5, those from \(passFrom) pass.")
        }
        if let unmarkedCount { lines.append("\(unmarkedCount) masks with a score are not marked.") }
        if resamples > 0, !groups.isEmpty {
            lines.append(
                "Intervals: \(DecimalText.percent(confidence)), from \(resamples) resamples of images, seed \(seed).")
        }
        return lines
    }

    private static func value(_ measurement: RaterAgreement.Measurement) -> String {
        measurement.value.map(DecimalText.rounded) ?? "not defined"
    }

    private static func range(_ measurement: RaterAgreement.Measurement) -> String {
        measurement.interval.map { "\(DecimalText.rounded($0.lower)) to \(DecimalText.rounded($0.upper))" } ?? ""
    }
}
