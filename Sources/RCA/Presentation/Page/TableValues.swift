import Crypto
import Reporting

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
        }

        let count: Int
        let ending: String
        /// Names the masks of this report, so that marks of another are not taken for its own.
        let digest: String
        let numbers: [Number]
        let outcomes: [Outcome]
        let verdicts: [String]
        let cards: [Int]
    }

    let names: String
    let columns: [Column]
    let verdicts: [String]
    let json: String

    init(_ content: ReportContent, outcomes: [Triage.Outcome]) {
        let masks = content.masks
        let packed = PackedNames.pack(masks.map(\.fname))
        names = Data(packed.bytes).base64EncodedString()
        var numbers: [(title: String, key: String, values: [Float?])] = [("Dice", "dice", masks.map(\.dice))]
        for (place, name) in content.structures.enumerated() where masks.contains(where: { !$0.structures.isEmpty }) {
            func values(_ score: (ScoredMask.Structure) -> Float?) -> [Float?] {
                masks.map { $0.structures.isEmpty ? nil : score($0.structures[place]) }
            }
            numbers.append((name, name + "_dice", values(\.dice)))
            let consensus = values(\.consensus)
            if consensus.contains(where: { $0 != nil }) {
                numbers.append((name + " consensus", name + "_consensus", consensus))
            }
        }
        if masks.contains(where: { $0.reliability != nil }) {
            numbers.append(("Reliability", "reliability", masks.map(\.reliability)))
        }
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
            digest: String(Data(SHA256.hash(data: Data(packed.bytes))).base64EncodedString().prefix(16)),
            numbers: numbers.enumerated().map {
                Description.Number(id: "number-\($0)", title: $1.title, key: $1.key)
            },
            outcomes: outcome.texts.map { text in
                let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                return Description.Outcome(decision: String(parts[0]), reason: String(parts.last ?? ""))
            }, verdicts: verdict.texts, cards: content.gallery.map(\.index))
        json = Self.scriptSafe(description)
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
