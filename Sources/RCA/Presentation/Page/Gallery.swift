import Tables

/// A radiograph that several pictures show, defined once in the page.
struct SharedRadiograph: Sendable {
    let id: String
    let radiograph: String
    let width: Int
    let height: Int
}

/// What the template of one of the worst masks is filled with.
struct CardValues: Sendable {
    struct Score: Sendable {
        let name: String
        let dice: String
        let diceWidth: String
        let consensus: String
        /// The expected Dice; nil where there is none. A template looks for what is nil further out, so that the names
        /// differ.
        let estimate: Expected?
    }

    /// A Dice to be expected, and where its bar and range lie, in per cent.
    struct Expected: Sendable {
        let dice: String
        let range: String
        let width: String
        let start: String
        let length: String

        init(_ expected: ExpectedRange) {
            dice = DecimalText.threeDigits(Double(expected.dice))
            range = expected.rangeText ?? "–"
            width = SVGPath.tenths(Double(expected.dice) * 100)
            start = SVGPath.tenths(Double(expected.lower ?? expected.dice) * 100)
            length = SVGPath.tenths(Double(2 * (expected.halfWidth ?? 0)) * 100)
        }
    }

    struct Reference: Sendable {
        let name: String
        let dice: String
        let picture: PictureLayers
    }

    let index: Int
    let rank: Int
    let fname: String
    let dice: String
    /// The expected Dice with its range; nil where the mask has none.
    let expectedText: String?
    /// The columns of expected Dice and range.
    let hasExpected: Bool
    let diceName: String
    let decision: String
    let reason: String?
    /// That the score cannot be believed, where the reason does not say so.
    let doubt: String?
    /// What is unusual about the mask by itself, in sentences; nil for nothing.
    let findings: String?
    let fault: String?
    let pose: String?
    let hasPictures: Bool
    let own: PictureLayers?
    let reference: Reference?
    let problem: String?
    let scores: [Score]
}

/// The worst masks as pictures.
struct Gallery: Sendable {
    private(set) var cards: [CardValues] = []
    private(set) var radiographs: [SharedRadiograph] = []

    /// Longer side of a picture in pixels.
    static let side = 288
    static let referenceSide = 224

    init(_ content: ReportContent, outcomes: [Triage.Outcome]) {
        let (hasExpected, diceName) = (content.hasExpected, content.diceName)
        var known: [String: String] = [:]
        for (rank, entry) in content.gallery.enumerated() {
            let mask = content.masks[entry.index]
            let drawing = entry.mask.map { MaskDrawing($0, isCropped: true) }
            var reference: CardValues.Reference?
            if let explained = entry.mask, let best = explained.reference {
                let id = known[best.name] ?? define(best, count: known.count)
                known[best.name] = id
                reference = CardValues.Reference(
                    name: best.name, dice: Self.text(best.dice),
                    picture: PictureLayers(
                        best, structures: explained.structures, shared: id, side: Self.referenceSide))
            }
            var own: PictureLayers?
            if let explained = entry.mask, let drawing {
                own = PictureLayers(explained, drawing, side: Self.side)
            }
            let outcome = outcomes[entry.index]
            cards.append(
                CardValues(
                    index: entry.index, rank: rank + 1, fname: mask.fname, dice: Self.text(mask.dice),
                    expectedText: mask.expected?.text, hasExpected: hasExpected, diceName: diceName,
                    decision: outcome.decision.rawValue, reason: outcome.reason.isEmpty ? nil : outcome.reason,
                    doubt: mask.isDoubtful && !outcome.reason.hasPrefix(mask.verdict)
                        ? "The score may be wrong: \(mask.verdict)" : nil,
                    findings: mask.findings.isEmpty ? nil : mask.findings.joined(separator: ". "),
                    fault: drawing?.caption, pose: mask.pose.isEmpty || mask.pose == "as it is" ? nil : mask.pose,
                    hasPictures: own != nil, own: own, reference: reference, problem: entry.problem,
                    scores: zip(content.structures, mask.structures).map { name, score in
                        CardValues.Score(
                            name: name, dice: Self.text(score.dice),
                            diceWidth: SVGPath.tenths(Double(score.dice ?? 0) * 100),
                            consensus: Self.text(score.consensus),
                            estimate: score.expected.map(CardValues.Expected.init))
                    }))
        }
    }

    private mutating func define(_ reference: ExplainedMask.BestReference, count: Int) -> String {
        let (width, height) = PictureLayers.size(reference, side: Self.referenceSide)
        let id = "radiograph-\(count + 1)"
        radiographs.append(
            SharedRadiograph(
                id: id,
                radiograph: PictureLayers.uri(
                    RadiographPicture.png(reference.radiograph, frame: .whole, width: width, height: height)),
                width: width,
                height: height))
        return id
    }

    private static func text(_ score: Float?) -> String { score.map { DecimalText.threeDigits(Double($0)) } ?? "–" }
}
