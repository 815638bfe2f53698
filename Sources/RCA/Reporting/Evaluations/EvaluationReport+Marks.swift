public import Evaluation

extension EvaluationReport {
    /// A reviewer's marks beside one estimate of whole masks.
    public struct Marks: Sendable, Equatable {
        public let estimator: String
        public let scores: MarkedScores

        public init(estimator: String, scores: MarkedScores) {
            self.estimator = estimator
            self.scores = scores
        }
    }

    /// The figures of ``marks`` for a person, estimators side by side; empty without marks.
    var marksText: String {
        guard !marks.isEmpty else { return "" }
        var table = TextTable(
            columns: [("a reviewer's marks against predicted Dice", .left)] + marks.map { ($0.estimator, .right) })
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
        return "whole masks\n\n\(table.text)\n"
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
