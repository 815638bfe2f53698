import Imaging

/// The files that the paths of a calibration stand for.
struct CalibrationTablePaths {
    /// Tables about the same masks.
    struct Source {
        var scores: String?
        var details: String?
        /// What their truth is looked for by.
        let forTruth: TruthTables.Source
    }

    private struct Table {
        let path: String
        /// The folder or file that the table was found by.
        let name: String
        let argument: Int
    }

    let sources: [Source]

    /// - Throws: ``InputError`` where a folder holds no such table, tables cannot be matched, or one is given twice.
    init(_ tables: CalibrationRequest.Tables) throws(InputError) {
        let scores = try Self.expand(tables.scores, to: "rca_structures.csv")
        let details = try Self.expand(tables.details, to: "rca_details.csv")
        let count = max(scores.count, details.count)
        guard count > 0 else {
            throw InputError(.optionInvalid, "--scores", "no table is given", remedy: "give --scores or --details")
        }
        guard !tables.truth.isEmpty else {
            throw InputError(
                .optionInvalid, "--truth", "no table is given", remedy: "give a table with fname,structure,dice")
        }
        for (option, found) in [("--scores", scores.count), ("--details", details.count)]
        where found > 0 && found != count {
            throw InputError(
                .optionInvalid, option, "\(Self.tables(found)) where the other option has \(count)",
                remedy: "give --scores and --details for the same masks, in the same order")
        }
        for table in [scores, details] { try TruthTables.checkIsOnce(table.map(\.path)) }
        sources = (0..<count).map { index in
            let table = scores.isEmpty ? details[index] : scores[index]
            return Source(
                scores: scores.isEmpty ? nil : scores[index].path,
                details: details.isEmpty ? nil : details[index].path,
                forTruth: TruthTables.Source(name: table.name, path: table.path, argument: table.argument))
        }
    }

    private static func tables(_ count: Int) -> String { count == 1 ? "1 table" : "\(count) tables" }

    private static func expand(_ paths: [String], to file: String) throws(InputError) -> [Table] {
        var tables: [Table] = []
        for (argument, path) in paths.enumerated() {
            guard FolderListing.isFolder(path) else {
                tables.append(
                    Table(path: path, name: TruthTables.Source.name(ofTable: path), argument: argument))
                continue
            }
            let folders = try TableFolder.holding([file], at: path)
            guard !folders.isEmpty else {
                throw InputError(
                    .fileMissing, path, "neither it nor a folder in it holds \(file)",
                    remedy: file == "rca_details.csv"
                        ? "score with --details" : "give the output folder of 'rca-cli score'")
            }
            tables += folders.map { folder in
                Table(
                    path: joined(folder.path, file), name: TruthTables.Source.lastPart(folder.path), argument: argument)
            }
        }
        return tables
    }
}
