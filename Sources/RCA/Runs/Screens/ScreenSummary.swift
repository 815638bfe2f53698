import FoundationEssentials
public import Scoring

/// What a screening run found, in counts: `rca_screen.json`.
public struct ScreenSummary: Sendable, Equatable {
    /// The images that were looked at, those that no one should segment, and those with any flag.
    public private(set) var images = 0
    public private(set) var unusable = 0
    public private(set) var flagged = 0
    /// How many images have each flag.
    public private(set) var flags: [ScreeningFlag: Int] = [:]
    public private(set) var verdicts: [Reliability.Verdict: Int] = [:]

    mutating func add(_ found: [ScreeningFlag], isUsable: Bool, verdict: Reliability.Verdict) {
        images += 1
        if !isUsable { unusable += 1 }
        if !found.isEmpty { flagged += 1 }
        for flag in found { flags[flag, default: 0] += 1 }
        verdicts[verdict, default: 0] += 1
    }

    /// Indented JSON with sorted keys, ended by LF.
    func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            images: images, unusable: unusable, flagged: flagged,
            flags: Dictionary(uniqueKeysWithValues: ScreeningFlag.allCases.map { ($0.rawValue, flags[$0] ?? 0) }),
            verdicts: Dictionary(
                uniqueKeysWithValues: Reliability.Verdict.allCases.map { ($0.rawValue, verdicts[$0] ?? 0) }))
        // Counts alone cannot fail to be encoded.
        guard let data = try? encoder.encode(document) else { return [] }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    private struct Document: Encodable {
        let images: Int
        let unusable: Int
        let flagged: Int
        let flags: [String: Int]
        let verdicts: [String: Int]
    }
}
