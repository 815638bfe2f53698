import Evaluation
import RealModule
import Tables

/// How the scores of one structure are distributed, with the thresholds: what its template is filled with.
///
/// Counts stand on a logarithmic scale: among a hundred thousand masks the few bad ones are what matters.
struct HistogramChart: Sendable {
    struct Bar: Sendable {
        let x: String
        let y: String
        let width: String
        let height: String
        /// `accept`, `review` or `reject`: where the bin lies between the thresholds.
        let zone: String
        let title: String
    }

    struct Limit: Sendable {
        let place: String
        let label: String
        let anchor: String
        let shift: String
    }

    struct Figure: Sendable {
        let name: String
        let value: String
    }

    let title: String
    let description: String
    let bars: [Bar]
    let limits: [Limit]
    let across: [ChartTick]
    let up: [ChartTick]
    let figures: [Figure]

    private static let binCount = 50

    /// - Parameters:
    ///   - scores: one a mask.
    ///   - halfWidths: of the ranges round them, as far as there are any.
    /// - Returns: nil where no mask has a score.
    init?(title: String, scores: [Float], halfWidths: [Float] = [], triage: Triage) {
        guard let distribution = ScoreDistribution(scores) else { return nil }
        let counts = Self.counts(scores)
        let maximum = counts.max() ?? 0
        self.title = title
        let horizontal = ChartScale(values: 0...1, start: 48, end: 412)
        let top = Double.log10(Double(maximum + 1))
        let vertical = ChartScale(values: 0...top, start: 160, end: 14)
        bars = counts.enumerated().filter { $0.element > 0 }.map { index, count in
            let lower = Double(index) / Double(Self.binCount)
            let upper = Double(index + 1) / Double(Self.binCount)
            let (left, right) = (horizontal.place(lower), horizontal.place(upper))
            let height = vertical.place(Double.log10(Double(count + 1)))
            let middle = Float((lower + upper) / 2)
            return Bar(
                x: SVGPath.tenths(left + 0.5), y: SVGPath.tenths(height), width: SVGPath.tenths(right - left - 1),
                height: SVGPath.tenths(160 - height),
                zone: middle < triage.reject ? "reject" : middle < triage.accept ? "review" : "accept",
                title: "\(ChartScale.label(lower)) to \(ChartScale.label(upper)): \(DecimalText.count(count)) masks")
        }
        limits = [("reject", triage.reject), ("accept", triage.accept)].map { name, value in
            let anchor = name == "reject" || value > 0.85 ? "end" : "start"
            return Limit(
                place: horizontal.text(Double(value)), label: "\(name) \(ShortDecimal.text(value))", anchor: anchor,
                shift: anchor == "end" ? "-4" : "4")
        }
        across = stride(from: 0, through: 10, by: 1).map { ChartTick(horizontal, Double($0) / 10) }
        let steps =
            maximum < 50
            ? [0, 1, 2, 5, 10, 20, 50] : [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]
        up = steps.filter { $0 <= maximum }.map {
            ChartTick(vertical, Double.log10(Double($0 + 1)), label: DecimalText.count($0))
        }
        let below = scores.count { $0 < triage.reject }
        let quantiles = distribution.quantiles.filter { [0.01, 0.05, 0.5].contains($0.probability) }.map(\.value)
        figures =
            [Figure(name: "masks", value: DecimalText.count(scores.count))]
            + zip(["1 % are below", "5 % are below", "median"], quantiles).map {
                Figure(name: $0, value: DecimalText.threeDigits($1))
            } + [
                Figure(name: "mean", value: DecimalText.threeDigits(distribution.mean)),
                Figure(name: "below \(ShortDecimal.text(triage.reject))", value: DecimalText.count(below)),
            ]
            + (Quantile.linear(halfWidths.map(Double.init), [0.5]) ?? []).map {
                Figure(name: "range, median", value: "± \(DecimalText.threeDigits($0))")
            }
        description =
            "Histogram of \(scores.count) scores: " + figures.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }

    private static func counts(_ scores: [Float]) -> [Int] {
        var counts = [Int](repeating: 0, count: binCount)
        for score in scores { counts[min(max(Int(Double(score) * Double(binCount) + 1e-6), 0), binCount - 1)] += 1 }
        return counts
    }
}
