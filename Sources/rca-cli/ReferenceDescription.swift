import RCA
import Tables

/// A reference set in words, for `reference info`.
enum ReferenceDescription {
    static func text(_ set: ReferenceSet, path: String, listsReferences: Bool) -> String {
        let cells = set.parameters.labelGridSize * set.parameters.labelGridSize
        var table = TextTable(columns: [("property", .left), ("value", .left)])
        table.append(["path", path])
        table.append([
            "kind",
            ReferenceBundle.isBundle(path)
                ? "bundle, format \(ReferenceBundle.version(of: set))"
                : "folder",
        ])
        table.append(["references", String(set.references.count)])
        table.append(["structures", Structure.list(set.structures)])
        for (position, structure) in set.structures.enumerated() {
            let sizes = set.references.map { $0.structureSizes[position] }
            let share = Double(sizes.reduce(0, +)) / Double(cells * sizes.count)
            let showing = sizes.filter { $0 > 0 }.count
            table.append([
                structure.name,
                "in \(showing) of \(sizes.count), mean area \(DecimalText.threeDigits(share)) of the image",
            ])
        }
        table.append(["registration frame", "\(set.parameters.preparation.size) × \(set.parameters.preparation.size)"])
        table.append(["label grid", "\(set.parameters.labelGridSize) × \(set.parameters.labelGridSize)"])
        if let statistics = set.statistics {
            func spread(_ values: ReferenceStatistics.Spread) -> String {
                "median \(DecimalText.threeDigits(Double(values.median))), one in ten below "
                    + DecimalText.threeDigits(Double(values.lowTenth))
            }
            table.append(["registration quality", spread(statistics.quality)])
            table.append(["agreement of votes", spread(statistics.agreement)])
        } else {
            table.append(["registration quality", "unknown: too few references for a yardstick"])
        }
        table.append([
            "networks", set.networks.map { networks($0, path: path) } ?? "none; 'rca-cli reference learn' trains some",
        ])
        if let registration = set.registration { table.append(["learned registration", registration.variant.name]) }
        table.append(["digest", set.digest])
        for caution in set.cautions { table.append(["caution", caution]) }
        let tables = [
            table.text, set.networks?.quality.map { LearningReport.text($0, structures: set.structures) },
            set.registration.flatMap { learned in
                learned.quality.map { LearningReport.text($0, learned.variant, structures: set.structures) }
            },
        ]
        let text = tables.compactMap(\.self).joined(separator: "\n")
        guard listsReferences else { return text }
        return text + "\n" + set.references.map { $0.name + "\n" }.joined()
    }

    private static func networks(_ networks: ReferenceNetworks, path: String) -> String {
        guard networks.isCalibratedOtherwise else { return String(networks.count) }
        let output = ReferenceBundle.isBundle(path) ? "NEW.rcaref" : "NEW\(NetworksFile.ending)"
        return "\(networks.count), calibrated by another version; "
            + "to do it anew: rca-cli reference learn \(ShellWord.quoted(path)) --keep-networks --output \(output)"
    }
}
