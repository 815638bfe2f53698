public import Auditing
import FoundationEssentials

/// What an audit found, in counts: `rca_audit.json`.
public struct AuditSummary: Sendable, Equatable {
    /// The masks that were measured, and those with a flag.
    public private(set) var masks = 0
    public private(set) var flagged = 0
    /// How many masks have each flag.
    public private(set) var flags: [MaskFlag: Int] = [:]
    private let structures: [String]
    private let own: [ShapeLimits?]
    private let references: [ShapeLimits?]

    init(_ judge: MaskJudge) {
        structures = judge.structures
        own = judge.own
        references = judge.references
    }

    mutating func add(_ findings: [[MaskJudge.Finding]]) {
        masks += 1
        var found: Set<MaskFlag> = []
        for structure in findings { for finding in structure { found.insert(finding.flag) } }
        if !found.isEmpty { flagged += 1 }
        for flag in found { flags[flag, default: 0] += 1 }
    }

    /// The structures that neither enough masks of the set nor references have: nothing is said of what is usual.
    public var structuresWithoutLimits: [String] {
        structures.indices.filter { own[$0] == nil && references[$0] == nil }.map { structures[$0] }
    }

    /// Indented JSON with sorted keys, ended by LF.
    func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            masks: masks, flagged: flagged,
            flags: Dictionary(uniqueKeysWithValues: MaskFlag.allCases.map { ($0.rawValue, flags[$0] ?? 0) }),
            structures: structures.indices.map {
                Document.Structure(structure: structures[$0], usual: own[$0], usualInReferences: references[$0])
            })
        // Every number is finite, the one thing that encoding these types could fail on.
        guard let data = try? encoder.encode(document) else { return [] }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    private struct Document: Encodable {
        struct Structure: Encodable {
            let structure: String
            let usual: ShapeLimits?
            let usualInReferences: ShapeLimits?
        }

        let masks: Int
        let flagged: Int
        let flags: [String: Int]
        let structures: [Structure]
    }
}
