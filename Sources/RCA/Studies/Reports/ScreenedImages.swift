import Cases
import Imaging
import Presentation
import Reporting
import Scoring

/// What `rca_screen.csv` says of the images that masks belong to.
struct ScreenedImages {
    /// What a report passes over: it is no reason to doubt a mask.
    private static let harmless: Set<String> = Set(
        [ScreeningFlag.inReferences, .margins, .tilted, .turned, .mirrored, .inverted].map(\.rawValue))

    private var findings: [FileStem: (flags: String, reason: String)] = [:]

    /// - Throws: ``InputError`` where the table cannot be read, or lacks a column.
    init(path: String) throws(InputError) {
        let table = try CSVTable(path: path)
        let fname = try table.column(named: "fname")
        let flags = try table.column(named: "flags")
        let reason = try table.column(named: "reason")
        for row in table.rows {
            let found = try table.text(inRow: row, column: flags).split(separator: " ").map(String.init)
            let counted = found.filter { !Self.harmless.contains($0) }
            guard !counted.isEmpty else { continue }
            let name = try table.text(inRow: row, column: fname)
            findings[Self.stem(name.split(separator: "/").last.map(String.init) ?? name)] = (
                counted.joined(separator: " "), try table.text(inRow: row, column: reason)
            )
        }
    }

    /// Adds the flags of each mask's image to those of the mask.
    func add(to masks: [ScoredMask]) -> [ScoredMask] {
        masks.map { mask in
            guard let found = findings[Self.stem(mask.fname)] else { return mask }
            var mask = mask
            mask.flags.append("image \(found.flags)")
            mask.findings.append("image: \(found.reason)")
            return mask
        }
    }

    private static func stem(_ fname: String) -> FileStem {
        FileStem(of: fname, droppingSuffixes: ImageFolder.defaultSuffixes)
    }
}
