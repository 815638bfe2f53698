package import Evaluation
import Foundation
import Tables

/// A table of figures with the bars that they have to reach.
package struct AccuracyTable {
    /// What a figure has to reach.
    package enum Bar {
        case atLeast(Double)
        case atMost(Double)
    }

    package struct Row: CustomStringConvertible {
        package let figure: String
        package let bar: Bar
        package let measured: Double?
        package var interval: ConfidenceInterval?
        /// Where others stand.
        package var others = ""
        package var digits = 4

        package init(
            figure: String, bar: Bar, measured: Double?, interval: ConfidenceInterval? = nil, others: String = "",
            digits: Int = 4
        ) {
            self.figure = figure
            self.bar = bar
            self.measured = measured
            self.interval = interval
            self.others = others
            self.digits = digits
        }

        /// A figure that is not defined passes nothing.
        package var passes: Bool {
            guard let measured else { return false }
            switch bar {
            case .atLeast(let least): return measured >= least
            case .atMost(let most): return measured <= most
            }
        }

        package var barText: String {
            switch bar {
            case .atLeast(let least): "≥ " + text(least)
            case .atMost(let most): "≤ " + text(most)
            }
        }

        package var measuredText: String { measured.map(text) ?? "not defined" }

        package var intervalText: String { interval.map { "\(text($0.lower)) to \(text($0.upper))" } ?? "" }

        package var description: String { "\(figure): \(measuredText), bar \(barText)" }

        private func text(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
    }

    package let title: String
    package private(set) var rows: [Row] = []

    package init(_ title: String) { self.title = title }

    package mutating func append(_ row: Row) { rows.append(row) }

    /// Rows for the correlation and the mean absolute error of paired scores, with intervals clustered by image.
    package mutating func append(
        _ figure: String, _ scores: PairedScores, pearson: Double, error: Double,
        others: (pearson: String, error: String) = ("", "")
    ) {
        let bootstrap = ClusterBootstrap()
        let correlation = { (scores: PairedScores) in Correlation.pearson(scores.predicted, scores.real) }
        let absolute = { (scores: PairedScores) in
            PredictionError.meanAbsolute(predicted: scores.predicted, real: scores.real)
        }
        append(
            Row(
                figure: figure + ": r", bar: .atLeast(pearson), measured: correlation(scores),
                interval: bootstrap.interval(of: scores, correlation), others: others.pearson))
        append(
            Row(
                figure: figure + ": MAE", bar: .atMost(error), measured: absolute(scores),
                interval: bootstrap.interval(of: scores, absolute), others: others.error))
    }

    /// A row for the area under the curve of finding masks whose true Dice is below a threshold.
    package mutating func append(
        _ figure: String, _ scores: PairedScores, threshold: Double, area: Double, others: String = ""
    ) {
        let measure = { (scores: PairedScores) in
            ReceiverOperating.area(predicted: scores.predicted, real: scores.real, threshold: threshold)
        }
        append(
            Row(
                figure: "\(figure): AUC real < \(threshold)", bar: .atLeast(area), measured: measure(scores),
                interval: ClusterBootstrap().interval(of: scores, measure), others: others))
    }

    /// The table for a terminal.
    package var text: String {
        var table = TextTable(columns: [
            ("figure", .left), ("bar", .right), ("measured", .right), ("95 % interval", .right), ("", .left),
            ("where others stand", .left),
        ])
        for row in rows {
            table.append([
                row.figure, row.barText, row.measuredText, row.intervalText, row.passes ? "pass" : "MISS", row.others,
            ])
        }
        let resamples = ClusterBootstrap().resamples
        return "\n\(title)\n\n\(table.text)\nIntervals: bootstrap of \(resamples) resamples, clustered by image.\n"
    }
}
