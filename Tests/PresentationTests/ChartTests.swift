import Evaluation
import Presentation
import Reporting
import Testing

@Suite("Charts and parameters on a page")
struct ChartTests {
    private typealias Pair = (predicted: Double?, real: Double?, image: String)

    private func content(_ parameters: [RunParameter] = []) -> ReportContent {
        var content = ReportContent(
            title: "t", structures: [], masks: [ScoredMask(fname: "a.png", dice: 0.5, structures: [])])
        content.record = RunRecord(
            version: "1", command: ["rca-cli"], parameters: parameters,
            reference: RunRecord.Reference(path: "r", digest: "0", count: 1), ending: .complete,
            counts: RunRecord.Counts(images: 1, cases: 1, scored: 1, failed: 0, notRun: 0), failures: [], warnings: [],
            cost: RunRecord.Cost(cpuSeconds: 1, wallSeconds: 1, peakMemoryBytes: 1))
        return content
    }

    /// A truth, and what accepting masks costs by it.
    private func add(_ pairs: [Pair], dice: Double, to content: inout ReportContent) {
        let scores = PairedScores(pairs)
        content.truth = [ReportContent.Comparison(title: "lungs", scores: scores)]
        content.risks = [
            EvaluationReport.Risk(
                structure: "lungs", estimator: "max",
                risk: SelectiveRisk(scores, dice: dice, control: nil, bootstrap: nil))
        ]
    }

    private func html(_ content: ReportContent) -> String { String(decoding: ReportPage.html(content), as: UTF8.self) }

    @Test("lines of the limits of agreement lie at their values, also beyond all differences")
    func limitsOfAgreement() throws {
        let pairs = (0..<20).map { place -> Pair in (place % 2 == 0 ? 0.55 : 0.45, 0.5, "\(place)") }
        var content = content()
        content.published = [ReportContent.Comparison(title: "t", scores: PairedScores(pairs))]
        let lines = html(content).split(separator: "class=\"line limit\" d=\"M56,").dropFirst()
        let places = lines.compactMap { Double($0.prefix { $0 != "L" }) }
        // The chart reaches from 14, 0.15 above, to 320, 0.15 below.
        let limits = try #require(
            LimitsOfAgreement(predicted: pairs.compactMap(\.predicted), real: pairs.compactMap(\.real)))
        let expected = [limits.lower, limits.upper].map { 167 - $0 / 0.15 * 153 }
        #expect(places.count == 2 && zip(places, expected).allSatisfy { abs($0 - $1) < 0.1 }, "\(places)")
    }

    @Test("parameters have all their digits")
    func parameters() {
        var content = content([RunParameter("alpha", .number(0.0125))])
        let pairs = (0..<20).map { place -> Pair in (0.5 + Double(place) / 100, 0.9, "\(place)") }
        add(pairs, dice: 0.8125, to: &content)
        let page = html(content)
        #expect(page.contains("<dt>alpha</dt><dd>0.0125</dd>"))
        #expect(page.contains("true Dice below 0.8125") && !page.contains("0.813"))
    }

    @Test("a threshold that is a whole number is one", arguments: [0, 1])
    func wholeThreshold(value: Int) {
        var content = content([RunParameter("threshold", .integer(value))])
        content.masks[0].decisions = ["accept"]
        #expect(html(content).contains("is the true Dice surely above \(value)?"))
    }

    @Test("a long curve of risk has at most 400 corners, and its highest share among them", arguments: [799, 1000])
    func longCurve(count: Int) throws {
        let pairs = (0..<count).map { place -> Pair in (1 - Double(place) / 1000, place == 1 ? 0.2 : 0.9, "\(place)") }
        var content = content()
        add(pairs, dice: 0.7, to: &content)
        let parts = html(content).split(separator: "<path class=\"line bias\" fill=\"none\" d=\"M")
        let corners = try #require(parts.dropFirst().first).prefix { $0 != "\"" }.split(separator: "L")
        let heights = corners.compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
        // Half of the first two masks are bad; the chart reaches to there.
        #expect(corners.count <= 400 && heights.count == corners.count && heights.min() == 14, "\(corners.count)")
    }

    @Test("a history of patients is of patients")
    func patients() {
        let stream = (0..<5).map { DriftTest.Observation(image: "\($0)", value: Double($0)) }
        let test = DriftReport.Test(
            feature: "expected", variable: "", group: "",
            drift: DriftTest(baseline: (0..<30).map(Double.init), stream: stream, feature: "expected", seed: 1),
            places: Array(0..<5))
        let report = DriftReport(
            tests: [test], smallGroups: [], alpha: 0.01, baselineCount: 30, images: stream.map(\.image),
            unit: "patient")
        let page = String(decoding: DriftPage.html(report, title: "t"), as: UTF8.self)
        #expect(page.contains(">new patients</text>") && page.contains("evidence of drift over new patients"))
        #expect(!page.contains("new images"))
    }
}
