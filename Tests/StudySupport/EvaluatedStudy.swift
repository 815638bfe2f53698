package import Evaluation
import Foundation
import Scoring
package import TestSupport

/// What `rca-cli evaluate` says of a study, from its score files and the true masks.
package struct EvaluatedStudy {
    private let figures: [String: Measured]
    /// What a person is shown.
    package let text: String

    private struct Measured: Equatable {
        var value: Double?
        var lower: Double?
        var upper: Double?
    }

    private struct Document: Decodable {
        struct Structure: Decodable {
            let structure: String
            let estimators: [Estimator]
        }

        struct Estimator: Decodable {
            let estimator: String
            let agreement: [String: Figures]
            let detection: [Detection]
        }

        struct Detection: Decodable {
            let threshold: Double
            let figures: [String: Figures]
        }

        struct Figures: Decodable {
            let value: Double?
            let lower: Double?
            let upper: Double?
        }

        let structures: [Structure]
    }

    package init(_ study: ScoreStudy, _ data: StudyData, in folder: TemporaryFolder) async throws {
        let words =
            ["evaluate", "--scores", study.output, "--truth-masks", data.truth]
            + data.predictions.flatMap { ["--masks", $0] }
            + [
                "--structures", Structure.list(data.structures), "--truth-structures",
                Structure.list(data.trueStructures), "--threads", "2",
            ]
        let log = folder.file(UUID().uuidString)
        try await Program.run(words, log: log)
        text = try String(contentsOfFile: log, encoding: .utf8)
        try await Program.run(words + ["--format", "json"], log: log)
        let document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(filePath: log)))
        var figures: [String: Measured] = [:]
        for structure in document.structures {
            for estimator in structure.estimators {
                func add(_ named: [String: Document.Figures], _ threshold: Double?) {
                    for (kind, figure) in named {
                        figures[Self.key(structure.structure, estimator.estimator, kind, threshold)] =
                            Measured(value: figure.value, lower: figure.lower, upper: figure.upper)
                    }
                }
                add(estimator.agreement, nil)
                for detection in estimator.detection { add(detection.figures, detection.threshold) }
            }
        }
        self.figures = figures
    }

    /// How many figures differ from those of these scores, or whose intervals do, by more than rounding the true Dice
    /// to 32 bits explains.
    package func differences(
        from scores: PairedScores, structure: String, estimator: String, thresholds: [Double] = [0.7, 0.9]
    ) -> [String] {
        let measured = EvaluatedScores(scores, thresholds: thresholds, bootstrap: ClusterBootstrap())
        return Figure.all(thresholds: thresholds).compactMap { figure in
            let name = Self.key(structure, estimator, figure.kind.rawValue, figure.threshold)
            guard let printed = figures[name] else { return "\(name): not printed" }
            let (value, interval) = (measured[figure].value, measured[figure].interval)
            let expected = Measured(value: value, lower: interval?.lower, upper: interval?.upper)
            let isSame =
                Self.isNear(printed.value, expected.value) && Self.isNear(printed.lower, expected.lower)
                && Self.isNear(printed.upper, expected.upper)
            return isSame ? nil : "\(name): printed \(printed), is \(expected)"
        }
    }

    private static func isNear(_ first: Double?, _ second: Double?) -> Bool {
        guard let first, let second else { return first == nil && second == nil }
        return abs(first - second) < 1e-5
    }

    private static func key(_ structure: String, _ estimator: String, _ kind: String, _ threshold: Double?) -> String {
        "\(structure) \(estimator) \(kind)" + (threshold.map { " \($0)" } ?? "")
    }
}
