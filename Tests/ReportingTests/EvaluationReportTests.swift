import Evaluation
import Foundation
import Reporting
import Tables
import Testing

@Suite("The report of an evaluation")
struct EvaluationReportTests {
    /// Four masks of two images; the median of the first two is not defined.
    private static let report: EvaluationReport = {
        let real: [Double?] = [0.65, 0.75, 0.9, 0.95]
        func scores(_ predicted: [Double?]) -> EvaluatedScores {
            let pairs = zip(zip(predicted, real), ["a", "a", "b", "b"]).map {
                (predicted: $0.0, real: $0.1, image: $1)
            }
            return EvaluatedScores(PairedScores(pairs), thresholds: [0.7], bootstrap: ClusterBootstrap(resamples: 50))
        }
        var report = EvaluationReport(
            structures: [
                EvaluationReport.Structure(
                    name: "lungs, both",
                    estimates: [
                        EvaluationReport.Estimate(estimator: "max", scores: scores([0.7, 0.75, 0.9, 0.9])),
                        EvaluationReport.Estimate(estimator: "median", scores: scores([nil, nil, 0.8, 0.8])),
                    ])
            ],
            thresholds: [0.7], confidence: 0.95, resamples: 50, seed: 7, cluster: "image",
            missing: [
                EvaluationReport.Missing(masks: "epoch1", fname: "c.png", structure: "heart", problem: "no truth")
            ], notes: ["heart is left out: it has no truth."])
        report.checks = [
            EvaluationReport.Check(
                name: "max-mae", structure: "lungs, both", estimator: "max", limit: 0.02, value: 0.025, holds: false)
        ]
        return report
    }()

    @Test("for a person says where there is nothing to set side by side")
    func nothing() {
        let report = EvaluationReport(
            structures: [EvaluationReport.Structure(name: "lungs", estimates: [])], thresholds: [0.7],
            confidence: 0.95, resamples: 0, seed: 7, cluster: "image", missing: [], notes: [])
        #expect(report.text == "lungs\n\nno mask could be evaluated\n\n")
    }

    @Test("for a person sets the estimators side by side and says what is not defined")
    func text() {
        let lines = Self.report.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func cells(_ title: String) -> [String]? {
            lines.first { $0.hasPrefix(title + "  ") }?.dropFirst(title.count).split(separator: "  ")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        #expect(lines[0] == "lungs, both")
        #expect(cells("predicted against true Dice") == ["max", "median"])
        #expect(cells("masks") == ["4", "2"])
        #expect(cells("images") == ["2", "1"])
        #expect(cells("masks left out, not defined") == ["0", "2"])
        #expect(cells("mean absolute error") == ["0.0250", "0.1250"])
        #expect(cells("Pearson correlation")?.last == "not defined")
        #expect(cells("bias (predicted - true)") == ["0.0000", "-0.1250"])
        #expect(cells("masks with true Dice below 0.7") == ["1", "0"])
        #expect(cells("  finding them: ROC AUC") == ["1.0000", "not defined"])
        #expect(cells("  sensitivity") == ["0.0000", "not defined"])
        #expect(
            lines.suffix(4) == [
                "Intervals: 95 %, from 50 resamples of images, seed 7.", "heart is left out: it has no truth.",
                "--max-mae 0.02 does not hold: it is 0.0250 (max, lungs, both)", "",
            ])
    }

    @Test("as CSV has a row a figure, with empty fields where nothing is defined")
    func csv() throws {
        let table = try CSVTable(bytes: Self.report.csv, source: "report")
        #expect(
            table.header == [
                "structure", "estimator", "figure", "threshold", "value", "lower", "upper", "masks", "images",
            ])
        #expect(table.rows.count == 2 * 12)
        func row(_ estimator: String, _ figure: String) throws -> [String] {
            let row = try table.rows.first {
                try table.text(inRow: $0, column: 1) == estimator && table.text(inRow: $0, column: 2) == figure
            }
            return try table.header.indices.map { try table.text(inRow: #require(row), column: $0) }
        }
        let area = try row("median", "areaUnderCurve")
        #expect(area == ["lungs, both", "median", "areaUnderCurve", "0.7", "", "", "", "2", "1"])
        let error = try row("max", "meanAbsoluteError")
        let value = try #require(Double(error[4]))
        #expect(error[3] == "" && abs(value - 0.025) < 1e-12 && error[5] != "")
    }

    @Test("as JSON has every key, null where nothing is defined")
    func json() throws {
        let bytes = Self.report.json()
        #expect(bytes.last == UInt8(ascii: "\n"))
        let root = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(
            Set(root.keys) == [
                "structures", "thresholds", "confidence", "resamples", "seed", "cluster", "missing", "notes", "checks",
            ])
        let structure = try #require((root["structures"] as? [[String: Any]])?.first)
        #expect(structure["structure"] as? String == "lungs, both")
        let median = try #require((structure["estimators"] as? [[String: Any]])?.last)
        #expect(median["estimator"] as? String == "median" && median["undefined"] as? Int == 2)
        let agreement = try #require(median["agreement"] as? [String: [String: Any]])
        #expect(Set(agreement.keys) == Set(Figure.agreementKinds.map(\.rawValue)))
        let pearson = try #require(agreement["pearson"])
        #expect(Set(pearson.keys) == ["value", "lower", "upper", "undefinedResamples"])
        #expect(pearson.values.allSatisfy { $0 is NSNull })
        let detection = try #require((median["detection"] as? [[String: Any]])?.first)
        #expect(detection["threshold"] as? Double == 0.7 && detection["masksBelow"] as? Int == 0)
        #expect(
            Set(try #require(detection["figures"] as? [String: Any]).keys)
                == Set(Figure.detectionKinds.map(\.rawValue)))
        let missing = try #require((root["missing"] as? [[String: String]])?.first)
        #expect(missing == ["masks": "epoch1", "fname": "c.png", "structure": "heart", "problem": "no truth"])
        let check = try #require((root["checks"] as? [[String: Any]])?.first)
        #expect(check["holds"] as? Bool == false && check["limit"] as? Double == 0.02)
    }

    @Test(
        "rounds numbers to four digits, with a minus only where digits are left",
        arguments: [
            (0.00005, "0.0001"), (-0.00004, "0.0000"), (-0.00006, "-0.0001"), (1, "1.0000"), (-12.34567, "-12.3457"),
            (0.99996, "1.0000"), (1e12, "1000000000000.0"), (.infinity, "inf"),
        ])
    func rounding(_ value: Double, _ text: String) {
        #expect(DecimalText.rounded(value) == text)
    }
}
