import RealModule
import Reporting
import Tables

/// The history of one test's martingale: what its template is filled with.
struct MartingaleChart: Sendable {
    let title: String
    let description: String
    let across: [ChartTick]
    let up: [ChartTick]
    /// An SVG path.
    let curve: String
    /// Where the alarm is given, and where 1 lies.
    let limit: String
    let start: String
    /// The image at which it was; nil where there is none.
    let alarm: String?
    /// What stands below it: `new images`.
    let unit: String

    /// Nil where the test has no image.
    ///
    /// - Parameters:
    ///   - imageCount: of all tests, so that charts have one scale.
    ///   - familyCount: of tests.
    ///   - unit: what counts as one.
    init?(_ test: DriftReport.Test, imageCount: Int, familyCount: Int, alpha: Double, unit: String) {
        let history = test.drift.history
        guard !history.isEmpty else { return nil }
        self.unit = "new \(unit)s"
        title = test.title
        let level = test.verdict.level ?? Double.log10(Double(familyCount) / alpha)
        let lowest = min(-1, (history.min() ?? 0).rounded(.down))
        let top = max(level, test.drift.highest).rounded(.up)
        let horizontal = ChartScale(values: 0...Double(max(imageCount, 1)), start: 56, end: 560)
        let vertical = ChartScale(values: lowest...top, start: 160, end: 14)
        across = ChartScale.ticks(horizontal.values).map {
            ChartTick(horizontal, $0, label: DecimalText.count(Int($0.rounded())))
        }
        up = ChartScale.ticks(vertical.values).filter { $0 == $0.rounded() }.map {
            ChartTick(vertical, $0, label: $0 == 0 ? "1" : "1e\(Int($0))")
        }
        let corners = CurveCorners.places(history)
        curve =
            "M\(horizontal.text(0)),\(vertical.text(0))"
            + corners.map { "L\(horizontal.text(Double(test.places[$0] + 1))),\(vertical.text(history[$0]))" }.joined()
        limit = vertical.text(level)
        start = vertical.text(0)
        alarm = test.alarm.map { horizontal.text(Double($0 + 1)) }
        description =
            "evidence of drift over new \(unit)s: now \(DriftReport.evidence(history.last ?? 0)), highest "
            + "\(DriftReport.evidence(test.drift.highest)), alarm at \(DriftReport.evidence(level))"
    }
}
