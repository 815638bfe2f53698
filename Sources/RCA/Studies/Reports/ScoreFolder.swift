import Imaging
import Presentation
import Reporting
import Scoring
import Tables

/// The tables that `score` wrote into a folder, read as masks.
struct ScoreFolder {
    let path: String
    /// In the order in which the table of structures has them, which is that of the references.
    let structures: [String]
    /// Sorted by the bytes of `fname`.
    let masks: [ScoredMask]
    /// Nil where there is no `rca_run.json`.
    let record: RunRecord?
    /// Which tables are not there, in sentences.
    let notes: [String]

    /// Without it a folder is none of scores.
    static let table = "rca_dice_scores.csv"

    /// - Throws: ``InputError`` where the folder has no score file, or a table that is there cannot be read.
    init(path: String) throws(InputError) {
        self.path = path
        let listing = try FolderListing(path: path)
        guard listing.files.contains(Self.table) else {
            let folders = try TableFolder.holding([Self.table], at: path).map { lastPart(of: $0.path) }
            throw InputError(
                .fileMissing, path, "holds no \(Self.table)",
                remedy: folders.isEmpty
                    ? "give the output folder of 'rca-cli score'"
                    : "give one of the folders in it: \(folders.joined(separator: ", "))")
        }
        var notes: [String] = []
        func table(_ name: String, without: String) throws(InputError) -> CSVTable? {
            guard listing.files.contains(name) else {
                notes.append("There is no \(name): \(without).")
                return nil
            }
            return try CSVTable(path: joined(path, name))
        }
        record = try RecordedRun.read(in: path)
        if record == nil {
            notes.append("There is no rca_run.json: what was run, and what failed, is not known.")
        }
        var rows = ScoreFolderRows(
            try MaskScoreRow.rows(of: CSVTable(path: joined(path, Self.table))))
        if let table = try table("rca_structures.csv", without: "only whole masks have scores") {
            rows.add(try StructureScoreRow.rows(of: table))
        }
        if let table = try table("rca_reliability.csv", without: "whether scores can be believed is not known") {
            try rows.addReliability(table)
        }
        if listing.files.contains("rca_intervals.csv") {
            try rows.addDecisions(CSVTable(path: joined(path, "rca_intervals.csv")))
        }
        if listing.files.contains("rca_audit.csv") {
            try rows.addFlags(CSVTable(path: joined(path, "rca_audit.csv")))
        }
        structures = rows.structures
        masks = rows.masks
        self.notes = notes
    }
}
