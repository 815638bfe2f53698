import Imaging

/// The files that the paths of a calibration stand for.
struct CalibrationTablePaths {
    /// Tables about the same masks.
    struct Source {
        var scores: String?
        var details: String?
        var truth: String
    }

    private struct Table {
        let path: String
        /// The folder or file that the table was found by; nil where it was given itself.
        let name: String?
    }

    let sources: [Source]

    /// - Throws: ``InputError`` where a folder holds no such table, or the tables cannot be matched.
    init(_ tables: CalibrationRequest.Tables) throws(InputError) {
        let scores = try Self.expand(tables.scores, to: "rca_structures.csv")
        let details = try Self.expand(tables.details, to: "rca_details.csv")
        let truth = try Self.expandTruth(tables.truth)
        let count = max(scores.count, details.count)
        guard count > 0 else {
            throw InputError(.optionInvalid, "--scores", "no table is given", remedy: "give --scores or --details")
        }
        for (option, found) in [("--scores", scores.count), ("--details", details.count)]
        where found > 0 && found != count {
            throw InputError(
                .optionInvalid, option, "\(Self.tables(found)) where the other option has \(count)",
                remedy: "give --scores and --details for the same masks, in the same order")
        }
        var sources: [Source] = []
        for index in 0..<count {
            let table = details.isEmpty ? scores[index] : details[index]
            sources.append(
                Source(
                    scores: scores.isEmpty ? nil : scores[index].path,
                    details: details.isEmpty ? nil : details[index].path,
                    truth: try Self.truth(for: table, at: index, of: count, in: truth)))
        }
        self.sources = sources
    }

    /// One truth table serves all; of several the one of the table's name, or else of its place.
    private static func truth(
        for table: Table, at index: Int, of count: Int, in truth: [Table]
    ) throws(InputError) -> String {
        if truth.count == 1 { return truth[0].path }
        if let name = table.name, truth.allSatisfy({ $0.name != nil }) {
            guard let match = truth.first(where: { $0.name == name }) else {
                throw InputError(
                    .pairingFailed, table.path, "no truth table is called \(name).csv",
                    remedy: "name the truth tables after the folders of scores")
            }
            return match.path
        }
        guard truth.count == count else {
            throw InputError(
                .pairingFailed, "--truth", "\(truth.count) tables for \(Self.tables(count)) of scores",
                remedy: "give one for all, or one for each in the same order")
        }
        return truth[index].path
    }

    private static func tables(_ count: Int) -> String { count == 1 ? "1 table" : "\(count) tables" }

    private static func expand(_ paths: [String], to file: String) throws(InputError) -> [Table] {
        var tables: [Table] = []
        for path in paths {
            guard FolderListing.isFolder(path) else {
                tables.append(Table(path: path, name: nil))
                continue
            }
            let listing = try FolderListing(path: path)
            if listing.files.contains(file) {
                tables.append(Table(path: joined(path, file), name: lastPart(path)))
                continue
            }
            var found = false
            for folder in listing.folders {
                let inner = joined(path, folder)
                guard try FolderListing(path: inner).files.contains(file) else { continue }
                tables.append(Table(path: joined(inner, file), name: folder))
                found = true
            }
            guard found else {
                throw InputError(
                    .fileMissing, path, "neither it nor a folder in it holds \(file)",
                    remedy: file == "rca_details.csv"
                        ? "score with --details" : "give the output folder of 'rca-cli score'")
            }
        }
        return tables
    }

    private static func expandTruth(_ paths: [String]) throws(InputError) -> [Table] {
        var tables: [Table] = []
        for path in paths {
            guard FolderListing.isFolder(path) else {
                tables.append(Table(path: path, name: nil))
                continue
            }
            let files = try FolderListing(path: path).files.filter { $0.hasSuffix(".csv") }
            guard !files.isEmpty else {
                throw InputError(.fileMissing, path, "the folder holds no CSV file", remedy: "give truth tables")
            }
            tables += files.map { Table(path: joined(path, $0), name: String($0.dropLast(4))) }
        }
        guard !tables.isEmpty else {
            throw InputError(
                .optionInvalid, "--truth", "no table is given", remedy: "give a table with fname,structure,dice")
        }
        return tables
    }

    private static func lastPart(_ path: String) -> String? {
        path.split(separator: "/").last { $0 != "." && $0 != ".." }.map(String.init)
    }
}
