import FoundationEssentials
import Mustache
public import Reporting
import Tables

/// The history of a watched segmenter as one HTML file without a script: written anew each time, it grows.
///
/// The same report gives the same bytes.
public enum DriftPage {
    /// - Parameter title: what is watched.
    public static func html(_ report: DriftReport, title: String) -> [UInt8] {
        let values = DriftValues(report, title: title, style: Resources.style)
        guard let text = Resources.library.render(values, withTemplate: "drift") else {
            preconditionFailure("the template of the page is among the resources")
        }
        return Array(text.utf8)
    }
}

/// What the page's template is filled with.
struct DriftValues: Sendable {
    struct Row: Sendable {
        let feature: String
        let group: String
        let cells: [String]
        let state: String
        /// The badge's class.
        let kind: String
    }

    let title: String
    let style: String
    let hasDrifted: Bool
    let driftedCount: String
    let testCount: String
    let imageCount: String
    let unit: String
    let last: String?
    let sentences: [String]
    let rows: [Row]
    let charts: [MartingaleChart]

    init(_ report: DriftReport, title: String, style: String) {
        self.title = title
        self.style = style
        hasDrifted = report.hasDrifted
        driftedCount = DecimalText.count(report.tests.count(where: \.hasDrifted))
        testCount = DecimalText.count(report.tests.count)
        imageCount = DecimalText.count(report.images.count)
        unit = report.unit
        last = report.images.last
        sentences = report.sentences
        rows = report.tests.map { test in
            let drift = test.drift
            return Row(
                feature: test.feature, group: test.group.isEmpty ? "all" : "\(test.variable) \(test.group)",
                cells: [
                    DecimalText.count(drift.baselineCount), DecimalText.count(drift.history.count),
                    drift.baselineMedian.map(DecimalText.rounded) ?? "–",
                    drift.streamMedian.map(DecimalText.rounded) ?? "–",
                    DriftReport.evidence(drift.history.last ?? 0), DriftReport.evidence(drift.highest),
                    DecimalText.pValue(test.verdict.adjusted),
                    drift.comparison.map { DecimalText.threeDigits($0.statistic) } ?? "–",
                ], state: test.hasDrifted ? "drifted" : "steady", kind: test.hasDrifted ? "reject" : "accept")
        }
        // Those that have drifted first.
        charts = (report.tests.filter(\.hasDrifted) + report.tests.filter { !$0.hasDrifted }).compactMap {
            MartingaleChart(
                $0, imageCount: report.images.count, familyCount: report.tests.count, alpha: report.alpha,
                unit: report.unit)
        }
    }
}
