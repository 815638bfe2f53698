import Evaluation
import Reporting
import Tables

/// What the report's template is filled with.
struct PageValues: Sendable {
    struct Share: Sendable {
        let decision: String
        let count: String
        let percent: String
        /// Of the bar that shows all three, in per cent.
        let start: String
        let width: String
    }

    struct Reason: Sendable {
        let decision: String
        let reason: String
        let count: String
    }

    struct Choice: Sendable {
        let value: String
    }

    let title: String
    let style: String
    let script: String
    let scriptDigest: String
    let maskCount: String
    let hasMasks: Bool
    let hasExpected: Bool
    let diceName: String
    let shares: [Share]
    let reasons: [Reason]
    let limits: String
    let failedCount: String?
    let notes: [String]
    let histograms: [HistogramChart]
    let truth: [AgreementChart]
    let hasTruth: Bool
    let risks: [RiskChart]
    let riskDice: String?
    let groups: GroupValues?
    let published: [AgreementChart]
    let hasPublished: Bool
    let cards: [CardValues]
    let hasCards: Bool
    let cardCount: String
    /// Whether pictures show how probably each place of a mask is wrong.
    let hasErrors: Bool
    let radiographs: [SharedRadiograph]
    let run: RunValues?
    let verdicts: [Choice]
    let table: TableValues

    init(_ content: ReportContent, style: String, script: String, scriptDigest: String) {
        let outcomes = content.masks.map { content.triage.outcome($0, structures: content.structures) }
        title = content.title
        self.style = style
        self.script = script
        self.scriptDigest = scriptDigest
        maskCount = content.masks.count == 1 ? "1 mask has" : "\(DecimalText.count(content.masks.count)) masks have"
        hasMasks = !content.masks.isEmpty
        hasExpected = content.hasExpected
        diceName = content.diceName
        shares = Self.shares(outcomes)
        reasons = Self.reasons(outcomes)
        limits = Self.limits(content)
        let failed = content.record?.counts.failed ?? 0
        failedCount = failed > 0 ? DecimalText.count(failed) : nil
        notes = content.notes
        histograms = Self.histograms(content)
        truth = content.truth.compactMap { AgreementChart.scatter(title: $0.title, $0.scores) }
        hasTruth = !truth.isEmpty
        risks = content.risks.compactMap(RiskChart.init)
        riskDice = risks.isEmpty ? nil : content.risks.first.map { ShortDecimal.text($0.risk.curve.dice) }
        groups = content.groups.map(GroupValues.init)
        published = content.published.compactMap { AgreementChart.blandAltman(title: $0.title, $0.scores) }
        hasPublished = !published.isEmpty
        let gallery = Gallery(content, outcomes: outcomes)
        cards = gallery.cards
        hasCards = !cards.isEmpty
        cardCount = cards.count == 1 ? "lowest score" : "\(DecimalText.count(cards.count)) lowest scores"
        hasErrors = content.gallery.contains { $0.mask?.errors != nil }
        radiographs = gallery.radiographs
        run = content.record.map(RunValues.init)
        table = TableValues(content, outcomes: outcomes)
        verdicts = table.verdicts.map(Choice.init)
    }

    private static func shares(_ outcomes: [Triage.Outcome]) -> [Share] {
        var counted = 0
        return Decision.allCases.map { decision in
            let count = outcomes.count { $0.decision == decision }
            defer { counted += count }
            let all = Double(max(outcomes.count, 1))
            return Share(
                decision: decision.rawValue, count: DecimalText.count(count),
                percent: percent(count, of: outcomes.count), start: SVGPath.tenths(Double(counted) / all * 1000),
                width: SVGPath.tenths(Double(count) / all * 1000))
        }
    }

    /// Never 0 % of something, nor 100 % of less than all.
    private static func percent(_ count: Int, of all: Int) -> String {
        guard all > 0 else { return "0 %" }
        let tenths = (Double(count) / Double(all) * 1000).rounded()
        if count > 0, tenths == 0 { return "< 0.1 %" }
        if count < all, tenths == 1000 { return "> 99.9 %" }
        return "\(ShortDecimal.text(tenths / 10)) %"
    }

    private static func reasons(_ outcomes: [Triage.Outcome]) -> [Reason] {
        let counts = outcomes.reduce(into: [Triage.Outcome: Int]()) { $0[$1, default: 0] += 1 }
        let order = Decision.allCases
        return counts.filter { !$0.key.reason.isEmpty }.sorted { left, right in
            let places = (order.firstIndex(of: left.key.decision) ?? 0, order.firstIndex(of: right.key.decision) ?? 0)
            if places.0 != places.1 { return places.0 > places.1 }
            return left.value != right.value
                ? left.value > right.value : left.key.reason.precedesInBytes(right.key.reason)
        }.map {
            Reason(
                decision: $0.key.decision.rawValue, reason: $0.key.reason, count: DecimalText.count($0.value))
        }
    }

    private static func limits(_ content: ReportContent) -> String {
        if content.masks.contains(where: { !$0.decisions.isEmpty }) {
            let parameters = content.record?.parameters ?? []
            guard let value = parameters.first(where: { $0.name == "threshold" })?.value.number else {
                return "Decisions by the calibration."
            }
            let isCalibrated = parameters.contains { $0.name == "calibration" }
            return "Decisions by the \(isCalibrated ? "calibration" : "range of the expected Dice"): "
                + "is the true Dice surely above \(ShortDecimal.text(value))?"
        }
        let (accept, reject) = (ShortDecimal.text(content.triage.accept), ShortDecimal.text(content.triage.reject))
        return
            "Accepted from \(content.hasExpected ? "an expected" : "a") Dice of \(accept), rejected below \(reject). "
            + "Where the verdict is not reliable, nothing is accepted, and a low score does not prove that the mask is bad."
    }

    private static func histograms(_ content: ReportContent) -> [HistogramChart] {
        let whole = HistogramChart(
            title: content.structures.isEmpty ? "All masks" : "Whole mask", scores: content.masks.compactMap(\.leading),
            halfWidths: content.masks.compactMap { $0.expected?.halfWidth }, triage: content.triage)
        let parts = content.structures.indices.map { place in
            let scores = content.masks.compactMap { $0.structures.isEmpty ? nil : $0.structures[place] }
            return HistogramChart(
                title: content.structures[place], scores: scores.compactMap(\.leading),
                halfWidths: scores.compactMap { $0.expected?.halfWidth }, triage: content.triage)
        }
        return ([whole] + parts).compactMap { $0 }
    }
}
