import Evaluation
import Reporting
import Tables

/// What the template of groups of masks is filled with: a table of predicted Dice, and one of true Dice where that is
/// known.
struct GroupValues: Sendable {
    struct Row: Sendable {
        let variable: String
        let value: String
        let masks: String
        let clusters: String
        let mean: String
        let interval: String
        let difference: String
        let differenceInterval: String
        let adjusted: String
        let remark: String
    }

    struct Table: Sendable {
        let title: String
        let cluster: String
        let rows: [Row]
    }

    let tables: [Table]
    let lines: [String]

    init(_ report: ComparisonReport) {
        let predicted = report.groups.map { Self.row($0, $0.predicted, $0.difference, $0.adjusted, report) }
        let real = report.groups.compactMap { group in
            group.real.map { Self.row(group, $0, group.realDifference, group.realAdjusted, report) }
        }
        tables = [("Predicted Dice", predicted), ("True Dice", real)].filter { !$0.1.isEmpty }.map {
            Table(title: $0, cluster: report.cluster == "patient" ? "Patients" : "Images", rows: $1)
        }
        lines = report.notes
    }

    private static func row(
        _ group: ComparisonReport.Group, _ mean: ClusteredMean, _ difference: ClusteredMean?, _ adjusted: Double?,
        _ report: ComparisonReport
    ) -> Row {
        func range(_ interval: ConfidenceInterval?) -> String {
            interval.map { "\(DecimalText.rounded($0.lower)) to \(DecimalText.rounded($0.upper))" } ?? "–"
        }
        return Row(
            variable: group.variable, value: group.value, masks: DecimalText.count(mean.count),
            clusters: DecimalText.count(mean.clusterCount), mean: DecimalText.rounded(mean.value),
            interval: range(mean.interval), difference: difference.map { DecimalText.rounded($0.value) } ?? "–",
            differenceInterval: range(difference?.interval),
            adjusted: adjusted.map(DecimalText.pValue) ?? "–", remark: group.isSmall ? report.smallText : "")
    }
}
