import RCA
import Tables

/// What `reference learn` prints: what vote, networks and both together reach on references left out.
enum LearningReport {
    static func text(_ quality: OpinionQuality, structures: [Structure]) -> String {
        var table = TextTable(
            columns: [("references left out", .left), ("structure", .left)]
                + OpinionQuality.Source.allCases.map { ("Dice of \($0.rawValue)", .right) })
        for row in quality.rows {
            table.append(
                [name(row.strength), structures[row.structure].name]
                    + OpinionQuality.Source.allCases.map { source in
                        row.dice[source].map { DecimalText.threeDigits(Double($0)) } ?? ""
                    })
        }
        var diagram = TextTable(
            columns: [("posterior", .left)] + structures.map { ("\($0.name): share that is true", .right) })
        for bin in 0..<10 {
            diagram.append(
                ["0.\(bin) to \(bin == 9 ? "1.0" : "0.\(bin + 1)")"]
                    + structures.indices.map { structure in
                        let bin = quality.diagrams[structure].bins[bin]
                        return bin.pixels > 0 ? DecimalText.threeDigits(Double(bin.observed)) : ""
                    })
        }
        diagram.append(
            ["calibration error"]
                + structures.indices.map { DecimalText.threeDigits(Double(quality.diagrams[$0].calibrationError)) })
        return table.text + "\n" + diagram.text
    }

    /// What `reference learn --registration` prints: how well references are registered, by the network and without.
    static func text(
        _ quality: RegistrationQuality, _ variant: RegistrationVariant, structures: [Structure]
    ) -> String {
        var table = TextTable(
            columns: [
                ("registered by", .left), ("references", .left), ("structure", .left), ("Dice carried", .right),
                ("Dice of vote", .right),
            ])
        for row in quality.rows {
            table.append([
                row.pairs == .freeForm ? "free form" : variant.name,
                row.pairs == .seen ? "learned from" : "left out", structures[row.structure].name,
                DecimalText.threeDigits(Double(row.carried)), DecimalText.threeDigits(Double(row.vote)),
            ])
        }
        return table.text
    }

    private static func name(_ strength: Float) -> String {
        strength == 0 ? "as they are" : "perturbed, strength \(Int(strength))"
    }
}
