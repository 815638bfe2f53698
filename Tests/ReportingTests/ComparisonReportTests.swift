import Evaluation
import Foundation
import Reporting
import Tables
import Testing

@Suite("The report of a comparison")
struct ComparisonReportTests {
    private static func values(_ shift: Double) -> [Double] { (0..<20).map { shift + Double($0 % 5 - 2) / 100 } }

    private static func mean(_ shift: Double) throws -> ClusteredMean {
        try #require(ClusteredMean(values(shift), clusters: (0..<20).map { "\($0)" }, bootstrap: nil))
    }

    private static func pair(_ second: String, predicted: Double?, real: Double) throws -> ComparisonReport.Pair {
        ComparisonReport.Pair(
            first: "a", second: second, predicted: try predicted.map(mean), real: try mean(real), firstBetter: 0,
            secondBetter: 0,
            agreement: [ComparisonReport.Agreement(structure: "lungs", dice: try mean(0.9), lowCount: 0)])
    }

    /// A group and the others, with predicted and true Dice.
    private static func groups() throws -> ComparisonReport {
        let all = values(0.8) + values(0.81)
        let difference = try #require(
            ClusteredMean(
                differenceOf: all, clusters: all.indices.map { "\($0)" }, isFirst: all.indices.map { $0 < 20 },
                bootstrap: nil))
        return ComparisonReport(
            groups: [
                ComparisonReport.Group(
                    segmenter: "", variable: "sex", value: "F", predicted: try mean(0.8), real: try mean(0.8),
                    difference: difference, realDifference: difference)
            ], confidence: 0.95, cluster: "image")
    }

    /// The fields `p` and `p_holm` of each row, by its figure.
    private func pValues(_ report: ComparisonReport) throws -> [String: [String]] {
        let table = try CSVTable(bytes: report.csv, source: "report")
        var found: [String: [String]] = [:]
        for row in table.rows {
            let fields = try table.header.indices.map { try table.text(inRow: row, column: $0) }
            found["\(fields[2]) \(fields[3])"] = Array(fields.suffix(2))
        }
        return found
    }

    @Test("corrects the p-values of all pairs, those of the true Dice by themselves")
    func pairs() throws {
        let pairs = [
            try Self.pair("b", predicted: 0.004, real: 0.006), try Self.pair("c", predicted: 0.005, real: 0.007),
        ]
        let report = ComparisonReport(groups: [], pairs: pairs, confidence: 0.95, cluster: "image")
        let adjusted = Holm.adjusted(pairs.map { $0.real?.pValue })
        #expect(report.pairs.map(\.realAdjusted) == adjusted)
        let smallest = try #require(pairs[1].real?.pValue)
        #expect(report.pairs[1].realAdjusted == 2 * smallest)
        #expect(report.pairs[1].adjusted != report.pairs[1].realAdjusted)
        #expect(report.text.split(separator: "p (Holm)", omittingEmptySubsequences: false).count == 3)
        #expect(report.text.contains(DecimalText.pValue(2 * smallest)))
        #expect(try pValues(report)["c true, first less second"] == ["\(smallest)", "\(2 * smallest)"])
    }

    @Test("says that the p-values of the true Dice are corrected where there is no other")
    func trueAlone() throws {
        let report = ComparisonReport(
            groups: [], pairs: [try Self.pair("b", predicted: nil, real: 0.006)], confidence: 0.95, cluster: "image")
        #expect(report.text.contains("p: corrected by Holm."))
    }

    @Test("has p-values of differences alone, as CSV and as JSON")
    func differencesAlone() throws {
        let pairs = try pValues(
            ComparisonReport(
                groups: [], pairs: [try Self.pair("b", predicted: 0.004, real: 0.006)], confidence: 0.95,
                cluster: "image"))
        #expect(pairs["b agreement, lungs"] == ["", ""])
        #expect(pairs["b predicted, first less second"]?.contains("") == false)
        let groups = try pValues(Self.groups())
        #expect(groups["F predicted"] == ["", ""] && groups["F true"] == ["", ""])
        for kind in ["predicted", "true"] { #expect(groups["F \(kind) less the others"]?.contains("") == false) }
        var report = EvaluationReport(
            structures: [], thresholds: [], confidence: 0.95, resamples: 0, seed: 1, cluster: "image", missing: [],
            notes: [])
        report.groups = try Self.groups()
        let root = try #require(JSONSerialization.jsonObject(with: Data(report.json())) as? [String: Any])
        let group = try #require((root["groups"] as? [[String: Any]])?.first)
        for (key, isTested) in [
            ("predicted", false), ("real", false), ("predictedLessOthers", true), ("realLessOthers", true),
        ] {
            let figure = try #require(group[key] as? [String: Any])
            for name in ["p", "pHolm"] { #expect((figure[name] as? Double != nil) == isTested, "\(key) \(name)") }
        }
    }

    @Test("of drift says how small the chance of a false alarm is, however small", arguments: [0.01, 0.025, 1e-7])
    func chance(alpha: Double) {
        let report = DriftReport(
            tests: [], smallGroups: [], alpha: alpha, baselineCount: 30, images: [], unit: "image")
        let share = alpha == 0.01 ? "1 %" : alpha == 0.025 ? "2.5 %" : "1e-05 %"
        #expect(report.text.contains(" is \(share) at most."), "\(report.text)")
    }
}
