import Cases
import Imaging
import Presentation
import Scoring
import Tables

/// What `rca_screen.csv` says of the images that masks belong to.
struct ScreenedImages {
    /// What a report passes over: it is no reason to doubt a mask.
    private static let harmless: Set<String> = Set(
        [ScreeningFlag.inReferences, .margins, .tilted, .turned, .mirrored, .inverted].map(\.rawValue))

    private struct Finding {
        /// Empty where nothing was found that counts.
        let flags: String
        let reason: String
    }

    private let path: String
    private let suffixes: [String]
    /// By the image's name as the table has it, which is a path where images lie in folders.
    private var findings: [FileStem: Finding] = [:]
    /// By the last part of the path; nil where several images have it.
    private var findingsByLastPart: [FileStem: Finding?] = [:]

    /// - Parameter suffixes: endings of masks' names that are no part of their images'.
    /// - Throws: ``InputError`` where the table cannot be read, or lacks a column.
    init(path: String, suffixes: [String]) throws(InputError) {
        self.path = path
        self.suffixes = suffixes
        let table = try CSVTable(path: path)
        let fname = try table.column(named: "fname")
        let flags = try table.column(named: "flags")
        let reason = try table.column(named: "reason")
        for row in table.rows {
            let found = try table.text(inRow: row, column: flags).split(separator: " ").map(String.init)
            let counted = found.filter { !Self.harmless.contains($0) }
            let name = try table.text(inRow: row, column: fname)
            let finding = Finding(
                flags: counted.joined(separator: " "), reason: try table.text(inRow: row, column: reason))
            findings[stem(name)] = finding
            let last = stem(lastPart(of: name))
            findingsByLastPart.updateValue(findingsByLastPart[last] == nil ? finding : nil, forKey: last)
        }
    }

    /// Adds the flags of each mask's image to those of the mask.
    /// - Throws: ``InputError`` (`pairing failed`) where the table is about none of the images.
    func add(to masks: [ScoredMask]) throws(InputError) -> [ScoredMask] {
        guard masks.isEmpty || masks.contains(where: { finding(on: $0) != nil }) else {
            throw InputError(
                .pairingFailed, path, "no row has the fname of an image whose mask was scored",
                remedy: "give the table of the same images, or name the endings of masks by --suffix")
        }
        return masks.map { mask in
            guard let found = finding(on: mask), !found.flags.isEmpty else { return mask }
            var mask = mask
            mask.flags.append("image \(found.flags)")
            mask.findings.append("image: \(found.reason)")
            return mask
        }
    }

    /// How many masks have no row, in a sentence.
    func notes(on masks: [ScoredMask]) -> [String] {
        let missing = masks.count { finding(on: $0) == nil }
        guard missing > 0 else { return [] }
        return [
            missing == 1
                ? "The image of 1 mask has no row in \(path)."
                : "The images of \(missing) masks have no row in \(path)."
        ]
    }

    /// Two paths that differ are two images, whatever their last parts.
    private func finding(on mask: ScoredMask) -> Finding? {
        if let own = findings[stem(mask.fname)] { return own }
        let last = stem(lastPart(of: mask.fname))
        return mask.fname.contains("/") ? findings[last] : findingsByLastPart[last] ?? nil
    }

    private func stem(_ fname: String) -> FileStem { FileStem(of: fname, droppingSuffixes: suffixes) }

}
