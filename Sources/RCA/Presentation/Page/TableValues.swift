import FoundationEssentials
import Imaging

/// The table of all masks, packed for the page's script.
struct TableValues: Sendable {
    struct Column: Sendable {
        let id: String
        let data: String
    }

    /// What the script has to know before it unpacks anything.
    private struct Description: Encodable {
        struct Outcome: Encodable {
            let decision: String
            let reason: String
        }

        struct Number: Encodable {
            let id: String
            /// In the header of the table, and in a file.
            let title: String
            let key: String
            /// Whether its place is behind what is said of the whole mask.
            let isDetail: Bool
        }

        let count: Int
        let ending: String
        /// Names the masks of this report, so that marks of another are not taken for its own.
        let digest: String
        /// The key of the number that rows are sorted by at first, lowest first.
        let order: String
        let numbers: [Number]
        let outcomes: [Outcome]
        let verdicts: [String]
        let cards: [Int]
        /// Who marks masks; empty where the page is to ask.
        let rater: String
    }

    let names: String
    let columns: [Column]
    let verdicts: [String]
    let json: String

    init(_ content: ReportContent, outcomes: [Triage.Outcome]) {
        let masks = content.masks
        let packed = PackedNames.pack(masks.map(\.fname))
        names = Data(packed.bytes).base64EncodedString()
        let numbers = Self.numbers(content)
        let outcome = PackedColumn.texts(outcomes.map { $0.decision.rawValue + "\n" + $0.reason })
        let verdict = PackedColumn.texts(masks.map(\.verdict))
        verdicts = verdict.texts.filter { !$0.isEmpty }
        columns =
            numbers.enumerated().map { place, column in
                Column(id: "number-\(place)", data: Data(PackedColumn.numbers(column.values)).base64EncodedString())
            } + [
                Column(id: "outcome", data: Data(outcome.bytes).base64EncodedString()),
                Column(id: "verdict", data: Data(verdict.bytes).base64EncodedString()),
            ]
        let description = Description(
            count: masks.count, ending: packed.ending,
            digest: String(Data(SHA256.hash(packed.bytes)).base64EncodedString().prefix(16)),
            order: content.hasExpected ? "expected" : "dice",
            numbers: numbers.enumerated().map {
                Description.Number(id: "number-\($0)", title: $1.title, key: $1.key, isDetail: $1.isDetail)
            },
            outcomes: outcome.texts.map { text in
                let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                return Description.Outcome(decision: String(parts[0]), reason: String(parts.last ?? ""))
            }, verdicts: verdict.texts, cards: content.gallery.map(\.index), rater: content.rater)
        json = Self.scriptSafe(description)
    }

    private struct Number {
        let title: String
        let key: String
        var isDetail = false
        let values: [Float?]
    }

    /// The expected Dice with its range first, where there is one; of structures then the expected ones before the
    /// others.
    private static func numbers(_ content: ReportContent) -> [Number] {
        let masks = content.masks
        let hasExpected = content.hasExpected
        var numbers: [Number] = []
        if hasExpected {
            numbers = [
                Number(title: "Expected", key: "expected", values: masks.map { $0.expected?.dice }),
                Number(title: "from", key: "lower", values: masks.map { $0.expected?.lower }),
                Number(title: "to", key: "upper", values: masks.map { $0.expected?.upper }),
            ]
        }
        numbers.append(
            Number(title: hasExpected ? content.diceName : "Dice", key: "dice", values: masks.map(\.dice)))
        var others: [Number] = []
        for (place, name) in content.structures.enumerated() where masks.contains(where: { !$0.structures.isEmpty }) {
            func values(_ score: (ScoredMask.Structure) -> Float?) -> [Float?]? {
                let values = masks.map { $0.structures.isEmpty ? nil : score($0.structures[place]) }
                return values.contains { $0 != nil } ? values : nil
            }
            func number(_ title: String, _ key: String, _ values: [Float?]) -> Number {
                Number(title: title, key: "\(name)_\(key)", isDetail: hasExpected, values: values)
            }
            let expected = values { $0.expected?.dice }
            if let expected { numbers.append(number("\(name) expected", "expected", expected)) }
            others.append(
                number(
                    expected == nil ? name : "\(name) best", "dice", values(\.dice) ?? masks.map { _ in nil }))
            if let consensus = values(\.consensus) {
                others.append(number("\(name) consensus", "consensus", consensus))
            }
        }
        numbers += others
        if masks.contains(where: { $0.reliability != nil }) {
            numbers.append(
                Number(
                    title: "Reliability", key: "reliability", isDetail: hasExpected, values: masks.map(\.reliability)))
        }
        return numbers
    }

    /// JSON that cannot end the element it stands in, whatever names are in it.
    private static func scriptSafe(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // These types hold nothing that encoding could fail on.
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c")
    }
}
