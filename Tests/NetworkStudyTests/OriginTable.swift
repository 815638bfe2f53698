import Scoring

/// The mean of expected minus true Dice by origin, among masks that are equally good.
///
/// Masks of one origin lie elsewhere in a bin than those of another. So each bin has finer ones, and its figure is the
/// mean over those that the first three origins have.
struct OriginTable {
    static let bins: [[Double]] = [
        [0.6, 0.65, 0.7, 0.75, 0.8], [0.8, 0.825, 0.85, 0.875, 0.9], [0.9, 0.92, 0.94, 0.96, 0.98, 1.0001],
    ]
    private static let fewest = 8

    let scored: [OriginStudy.Scored]

    /// - Returns: nil where there are too few masks of this origin in a finer bin that the first three have.
    func bias(
        _ opinion: OriginStudy.Opinion, _ origin: MaskOrigin, structure: Int, bin: [Double]
    ) -> Double? {
        var means: [Double] = []
        for (lower, upper) in zip(bin, bin.dropFirst()) {
            let inside = scored.filter { $0.structure == structure && $0.real >= lower && $0.real < upper }
            func count(_ origin: MaskOrigin) -> Int { inside.count { $0.origin == origin } }
            // Outlines of others are hardly ever very good.
            guard MaskOrigin.allCases.prefix(3).allSatisfy({ count($0) >= Self.fewest }) else { continue }
            guard count(origin) >= Self.fewest else { return nil }
            means.append(
                Self.mean(
                    inside.filter { $0.origin == origin }.compactMap { scored in
                        scored.expected[opinion].map { $0 - scored.real }
                    }))
        }
        return means.isEmpty ? nil : Self.mean(means)
    }

    /// The mean absolute error of masks whose true Dice is at least 0.6, every origin counting alike.
    func error(_ opinion: OriginStudy.Opinion, structure: Int) -> Double {
        let errors = MaskOrigin.allCases.map { origin in
            scored.filter { $0.structure == structure && $0.origin == origin && $0.real >= Self.bins[0][0] }
                .compactMap { scored in scored.expected[opinion].map { abs($0 - scored.real) } }
        }
        return Self.mean(errors.map(Self.mean))
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    /// Lungs and heart of each origin and bin, by some opinions.
    func text(_ opinions: [OriginStudy.Opinion]) -> String {
        var table = MarkdownTable(["true Dice", "masks of", "how many"] + opinions.map(\.name))
        for bin in Self.bins {
            for origin in MaskOrigin.allCases {
                let range =
                    ".\(Int((bin[0] * 10).rounded())) to "
                    + (bin.last! > 1 ? "1" : ".\(Int((bin.last! * 10).rounded()))")
                let counts = (0..<2).map { structure in
                    scored.count {
                        $0.structure == structure && $0.origin == origin && $0.real >= bin[0] && $0.real < bin.last!
                    }
                }
                table.append(
                    [range, origin.rawValue, "\(counts[0]), \(counts[1])"]
                        + opinions.map { opinion in
                            (0..<2).map { structure in
                                bias(opinion, origin, structure: structure, bin: bin).map(Self.signed) ?? "–"
                            }.joined(separator: " / ")
                        })
            }
        }
        table.append(
            ["", "mean absolute error", ""]
                + opinions.map { opinion in
                    (0..<2).map { OpinionFigures.short(error(opinion, structure: $0)) }.joined(separator: " / ")
                })
        return table.text
    }

    static func signed(_ value: Double) -> String {
        (value < 0 ? "−" : "+") + OpinionFigures.short(abs(value))
    }
}
