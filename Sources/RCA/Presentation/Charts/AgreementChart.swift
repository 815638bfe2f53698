import Evaluation
import Tables

/// Pairs of scores as a chart: what its template is filled with.
struct AgreementChart: Sendable {
    struct Line: Sendable {
        let x1: String
        let y1: String
        let x2: String
        let y2: String
        let style: String
        let label: String
        let labelY: String
    }

    let title: String
    let description: String
    let acrossTitle: String
    let upTitle: String
    let across: [ChartTick]
    let up: [ChartTick]
    let lines: [Line]
    let points: PointCloud
    let figures: [HistogramChart.Figure]

    private static let left = 56.0
    private static let right = 420.0
    private static let bottom = 320.0
    private static let top = 14.0

    /// Predicted against true scores, with the line of equal ones. Nil without pairs.
    static func scatter(title: String, _ scores: PairedScores) -> AgreementChart? {
        guard let lowest = (scores.predicted + scores.real).min() else { return nil }
        let range = min((lowest * 10).rounded(.down) / 10, 0.9)...1
        let across = ChartScale(values: range, start: left, end: right)
        let up = ChartScale(values: range, start: bottom, end: top)
        let agreement = Agreement(scores)
        let figures = [
            ("masks", DecimalText.count(scores.count)),
            ("correlation", agreement.pearson.map(DecimalText.threeDigits) ?? "not defined"),
            ("mean absolute error", agreement.meanAbsoluteError.map(DecimalText.threeDigits) ?? "not defined"),
            ("bias", agreement.bias.map(DecimalText.threeDigits) ?? "not defined"),
        ]
        return AgreementChart(
            title: title, acrossTitle: "true Dice", upTitle: "predicted Dice", across: across, up: up,
            lines: [
                Line(
                    x1: across.text(range.lowerBound), y1: up.text(range.lowerBound), x2: across.text(1),
                    y2: up.text(1), style: "equal", label: "", labelY: "0")
            ], points: PointCloud(scores.real, scores.predicted, across: across, up: up), figures: figures)
    }

    /// The differences of two scores over their means (Bland and Altman 1986). Nil without pairs.
    ///
    /// - Parameter scores: here `predicted` against what was published, `real`.
    static func blandAltman(title: String, _ scores: PairedScores) -> AgreementChart? {
        let means = zip(scores.predicted, scores.real).map { ($0 + $1) / 2 }
        let differences = zip(scores.predicted, scores.real).map { $0 - $1 }
        let limits = LimitsOfAgreement(predicted: scores.predicted, real: scores.real)
        let shown = differences + (limits.map { [$0.lower, $0.upper] } ?? [])
        guard let lowest = means.min(), let largest = shown.map(abs).max() else { return nil }
        let reach = max((largest * 20).rounded(.up) / 20, 0.05)
        let across = ChartScale(
            values: min((lowest * 10).rounded(.down) / 10, 0.9)...1, start: left, end: right)
        let up = ChartScale(values: -reach...reach, start: bottom, end: top)
        let bias = PredictionError.bias(predicted: scores.predicted, real: scores.real)
        func line(_ value: Double?, _ style: String, _ name: String) -> [Line] {
            guard let value else { return [] }
            return [
                Line(
                    x1: SVGPath.tenths(left), y1: up.text(value), x2: SVGPath.tenths(right), y2: up.text(value),
                    style: style, label: name, labelY: SVGPath.tenths(up.place(value) - 4))
            ]
        }
        let figures: [(String, String)] = [
            ("masks", DecimalText.count(scores.count)), ("bias", bias.map(DecimalText.threeDigits) ?? "not defined"),
            (
                "95 % of the differences lie from",
                limits.map { "\(DecimalText.threeDigits($0.lower)) to \(DecimalText.threeDigits($0.upper))" }
                    ?? "not defined"
            ),
            (
                "correlation",
                Correlation.pearson(scores.predicted, scores.real).map(DecimalText.threeDigits) ?? "not defined"
            ),
        ]
        return AgreementChart(
            title: title, acrossTitle: "mean of both", upTitle: "this run − published", across: across, up: up,
            lines: line(0, "equal", "") + line(bias, "bias", "bias")
                + line(limits?.lower, "limit", "") + line(limits?.upper, "limit", "limits of agreement"),
            points: PointCloud(means, differences, across: across, up: up), figures: figures)
    }

    private init(
        title: String, acrossTitle: String, upTitle: String, across: ChartScale, up: ChartScale, lines: [Line],
        points: PointCloud, figures: [(String, String)]
    ) {
        self.title = title
        self.acrossTitle = acrossTitle
        self.upTitle = upTitle
        self.across = ChartScale.ticks(across.values).map { ChartTick(across, $0) }
        self.up = ChartScale.ticks(up.values).map { ChartTick(up, $0) }
        self.lines = lines
        self.points = points
        self.figures = figures.map { HistogramChart.Figure(name: $0, value: $1) }
        description =
            "\(upTitle) over \(acrossTitle): " + figures.map { "\($0) \($1)" }.joined(separator: ", ")
    }
}
