public import Evaluation
import Tables

extension EvaluationReport {
    /// Readers' marks beside one estimate of whole masks.
    public struct Marks: Sendable, Equatable {
        /// Whose marks they are; empty where there is one reader.
        public let rater: String
        public let estimator: String
        public let scores: MarkedScores

        public init(rater: String, estimator: String, scores: MarkedScores) {
            self.rater = rater
            self.estimator = estimator
            self.scores = scores
        }

        /// The estimator, with the reader where there are several.
        var title: String { rater.isEmpty ? estimator : "\(estimator) (\(rater))" }
    }

    /// The figures of ``marks`` for a person, a table a reader, estimators side by side; empty without marks.
    var marksText: String {
        var raters: [String] = []
        for entry in marks where raters.last != entry.rater { raters.append(entry.rater) }
        return raters.map { rater in
            let title = rater.isEmpty ? "a reviewer's marks" : "marks of \(rater)"
            return "whole masks\n\n\(marksTable(marks.filter { $0.rater == rater }, title: title).text)\n"
        }.joined()
    }

    private func marksTable(_ marks: [Marks], title: String) -> TextTable {
        var table = TextTable(
            columns: [("\(title) against predicted Dice", .left)] + marks.map { ($0.estimator, .right) })
        func append(_ title: String, _ cell: (MarkedScores) -> String) {
            table.append([title] + marks.map { cell($0.scores) })
        }
        func share(_ count: Int, _ value: Double?) -> String {
            value.map { "\(count) (\(DecimalText.percent(($0 * 1000).rounded() / 1000)))" } ?? "not defined"
        }
        append("marked wrong") { String($0.wrong) }
        append("marked fine") { String($0.fine) }
        append("wrong ones have lower scores: ROC AUC") {
            $0.areaUnderCurve.map(DecimalText.rounded) ?? "not defined"
        }
        for (place, threshold) in thresholds.enumerated() {
            let limit = ShortDecimal.text(threshold)
            append("marked wrong, found below \(limit)") {
                share($0.cuts[place].wrongBelow, $0.shareOfWrong($0.cuts[place]))
            }
            append("marked fine, and yet below \(limit)") {
                share($0.cuts[place].fineBelow, $0.shareOfFine($0.cuts[place]))
            }
        }
        return table
    }

    /// The figures of ``marks`` by name, with the threshold of those that have one.
    static func figures(_ marks: MarkedScores) -> [(figure: String, threshold: Double?, value: Double?)] {
        [("markedAreaUnderCurve", nil, marks.areaUnderCurve)]
            + marks.cuts.flatMap { cut in
                [
                    ("markedWrongBelow", cut.threshold, marks.shareOfWrong(cut)),
                    ("markedFineBelow", cut.threshold, marks.shareOfFine(cut)),
                ]
            }
    }
}
