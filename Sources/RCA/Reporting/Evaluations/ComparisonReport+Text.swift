import Evaluation
import Tables

extension ComparisonReport {
    /// The report for a person.
    public var text: String { groupsText + pairsText + agreementText + (legend + notes).map { $0 + "\n" }.joined() }

    private typealias Column = (title: String, alignment: TextTable.Alignment)

    /// What the tables say is done, in sentences; none where nothing was.
    private var legend: [String] {
        guard !groups.isEmpty || !pairs.isEmpty else { return [] }
        let intervals = "Intervals: \(DecimalText.percent(confidence)), from resamples of \(cluster)s."
        let isTested = !groups.isEmpty || pairs.contains { $0.predicted != nil || $0.real != nil }
        return [intervals + (isTested ? " p: corrected by Holm." : "")]
    }

    /// A table of the groups by predicted Dice, and by true Dice where that is known; empty without groups.
    var groupsText: String {
        guard !groups.isEmpty else { return "" }
        let predicted = table("predicted", groups.map { ($0, $0.predicted, $0.difference, $0.adjusted) })
        let known = groups.compactMap { group in
            group.real.map { (group, $0, group.realDifference, group.realAdjusted) }
        }
        return predicted + (known.isEmpty ? "" : table("true", known))
    }

    private func table(
        _ kind: String, _ rows: [(group: Group, mean: ClusteredMean, difference: ClusteredMean?, adjusted: Double?)]
    ) -> String {
        let hasSegmenters = rows.contains { !$0.group.segmenter.isEmpty }
        var columns: [Column] = hasSegmenters ? [("segmenter", .left)] : []
        columns += [("by", .left), ("group", .left), ("masks", .right), ("\(cluster)s", .right)]
        columns += [("\(kind) Dice", .right), ("interval", .right), ("less the others", .right), ("interval", .right)]
        columns += [("p (Holm)", .right), ("", .left)]
        var table = TextTable(columns: columns)
        for row in rows {
            var cells = hasSegmenters ? [row.group.segmenter] : []
            cells += [row.group.variable, row.group.value, String(row.mean.count), String(row.mean.clusterCount)]
            cells += [DecimalText.rounded(row.mean.value), Self.range(row.mean.interval)]
            cells += [Self.value(row.difference), Self.range(row.difference?.interval)]
            cells.append(row.adjusted.map(DecimalText.pValue) ?? "")
            cells.append(row.group.isSmall ? smallText : "")
            table.append(cells)
        }
        return "groups of masks, \(kind) Dice\n\n\(table.text)\n"
    }

    /// What is said of a small group.
    public var smallText: String { "small: fewer than \(ClusteredMean.fewClusters) \(cluster)s" }

    private var pairsText: String {
        let pairs = pairs.filter { $0.predicted != nil || $0.real != nil }
        guard !pairs.isEmpty else { return "" }
        let hasPrediction = pairs.contains { $0.predicted != nil }
        let hasTruth = pairs.contains { $0.real != nil }
        var columns: [Column] = [("first", .left), ("second", .left), ("images", .right)]
        if hasPrediction {
            columns += [("predicted Dice, first less second", .right), ("interval", .right), ("p (Holm)", .right)]
            columns += [("first better", .right), ("second better", .right)]
        }
        if hasTruth {
            columns += [("true Dice, first less second", .right), ("interval", .right), ("p (Holm)", .right)]
        }
        var table = TextTable(columns: columns)
        for pair in pairs {
            var cells = [pair.first, pair.second, String(pair.predicted?.count ?? pair.real?.count ?? 0)]
            if hasPrediction {
                cells += [Self.value(pair.predicted), Self.range(pair.predicted?.interval)]
                cells.append(pair.adjusted.map(DecimalText.pValue) ?? "")
                cells += pair.predicted == nil ? ["", ""] : [String(pair.firstBetter), String(pair.secondBetter)]
            }
            if hasTruth {
                cells += [Self.value(pair.real), Self.range(pair.real?.interval)]
                cells.append(pair.realAdjusted.map(DecimalText.pValue) ?? "")
            }
            table.append(cells)
        }
        return "segmenters on the same images\n\n\(table.text)\n"
    }

    private var agreementText: String {
        let pairs = pairs.filter { !$0.agreement.isEmpty }
        guard let names = pairs.first?.agreement.map(\.structure) else { return "" }
        var columns: [Column] = [("first", .left), ("second", .left), ("images", .right)]
        columns += names.map { ($0, .right) } + [("interval", .right)]
        columns.append(("images below \(ShortDecimal.text(Self.lowAgreement))", .right))
        var table = TextTable(columns: columns)
        for pair in pairs {
            guard let mean = pair.agreement.last else { continue }
            table.append(
                [pair.first, pair.second, String(mean.dice.count)]
                    + pair.agreement.map { DecimalText.rounded($0.dice.value) }
                    + [Self.range(mean.dice.interval), String(mean.lowCount)])
        }
        return "agreement of the masks themselves, Dice\n\n\(table.text)\n"
    }

    private static func value(_ mean: ClusteredMean?) -> String { mean.map { DecimalText.rounded($0.value) } ?? "" }

    private static func range(_ interval: ConfidenceInterval?) -> String {
        interval.map { "\(DecimalText.rounded($0.lower)) to \(DecimalText.rounded($0.upper))" } ?? ""
    }
}
