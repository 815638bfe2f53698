import Evaluation
import Foundation

/// Classifiers with what they reach and cost, a row for each set of masks.
struct ClassifierTable {
    struct Row {
        let masks: String
        let classifier: String
        let count: Int
        /// The mean Dice of the references with what the true masks of the images make of them.
        let quality: Double?
        let maximum: PairedScores
        /// Nil for who has none.
        let expected: PairedScores?
        /// Processor seconds a case, with all its masks.
        let seconds: Double
        let megabytes: Double?
        let masksPerCase: Int

        var pearson: Double? { Correlation.pearson(maximum.predicted, maximum.real) }

        var text: String {
            func number(_ value: Double?, _ digits: Int = 3) -> String {
                value.map { String(format: "%.\(digits)f", $0) } ?? "–"
            }
            func figures(_ scores: PairedScores?) -> [String] {
                guard let scores else { return ["–", "–", "–"] }
                return [
                    number(Correlation.pearson(scores.predicted, scores.real)),
                    number(PredictionError.meanAbsolute(predicted: scores.predicted, real: scores.real), 4),
                    number(ReceiverOperating.area(predicted: scores.predicted, real: scores.real, threshold: 0.7)),
                ]
            }
            let cells =
                [masks, classifier, "\(count)", number(quality)] + figures(maximum) + figures(expected)
                + [number(seconds, 2), "\(masksPerCase)", number(megabytes, 0)]
            return "| " + cells.joined(separator: " | ") + " |"
        }
    }

    var rows: [Row] = []

    var text: String {
        let names = [
            "masks of", "classifier", "masks", "true mask", "r", "MAE", "AUC < .7", "expected: r", "MAE", "AUC < .7",
            "CPU s a case", "masks a case", "MB",
        ]
        return ([names, names.map { _ in "---" }].map { "| " + $0.joined(separator: " | ") + " |" } + rows.map(\.text))
            .joined(separator: "\n")
    }
}
