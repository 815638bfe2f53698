import Evaluation
import Reporting
import Tables

/// The risk–coverage curve as a chart: what its template is filled with.
struct RiskChart: Sendable {
    let title: String
    let description: String
    let across: [ChartTick]
    let up: [ChartTick]
    /// An SVG path.
    let curve: String
    /// Where the limit lies, and the coverage of the promised threshold; nil where there is none.
    let limit: String?
    let chosen: String?
    let figures: [HistogramChart.Figure]
    /// What can be promised, in a sentence; nil where nothing was asked for.
    let promise: String?

    /// Nil without masks.
    init?(_ risk: EvaluationReport.Risk) {
        let points = risk.risk.curve.points
        guard let last = points.last else { return nil }
        title = risk.structure == EvaluationReport.meanName ? "Whole mask" : risk.structure
        let shares = points.map { $0.risk ?? 0 }
        let highest = shares.max() ?? 0
        let reach = min(1, max(0.05, (max(highest, risk.risk.control?.limit ?? 0) * 20).rounded(.up) / 20))
        let horizontal = ChartScale(values: 0...1, start: 56, end: 420)
        let vertical = ChartScale(values: 0...reach, start: 320, end: 14)
        across = ChartScale.ticks(horizontal.values).map { ChartTick(horizontal, $0) }
        up = ChartScale.ticks(vertical.values).map { ChartTick(vertical, $0) }
        let places = CurveCorners.places(shares).map {
            "\(horizontal.text(points[$0].coverage)),\(vertical.text(shares[$0]))"
        }
        curve = "M" + places.joined(separator: "L")
        limit = risk.risk.control.map { vertical.text($0.limit) }
        var figures = [
            ("masks", DecimalText.count(risk.risk.maskCount)),
            ("true Dice below \(ShortDecimal.text(risk.risk.curve.dice))", DecimalText.count(last.bad)),
        ]
        if case .threshold(let threshold)? = risk.risk.promise {
            chosen = horizontal.text(risk.risk.curve.point(above: threshold).coverage)
            figures.append(("accept from", ShortDecimal.text(threshold)))
        } else {
            chosen = nil
        }
        self.figures = figures.map { HistogramChart.Figure(name: $0, value: $1) }
        promise = risk.promiseText.isEmpty ? nil : String(risk.promiseText.dropLast())
        description =
            "share of bad masks over the share of masks kept: "
            + figures.map { "\($0) \($1)" }.joined(separator: ", ")
    }
}
