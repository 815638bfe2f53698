import Files
import Imaging
import Reporting
import Tables

/// A table, the tables of a folder of scores, or masks.
struct WatchSource {
    let path: String
    /// Empty where it is masks.
    let tables: [String]
    /// Cases that have no scores, by the record of the run.
    let failedCount: Int

    private static let names = ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_audit.csv"]

    /// The sources at each path, in their order.
    /// - Parameter mayBeMasks: whether it is known what labels of masks mean.
    static func sources(at paths: [String], mayBeMasks: Bool) throws(InputError) -> [WatchSource] {
        var sources: [WatchSource] = []
        for path in paths { sources += try self.sources(at: path, mayBeMasks: mayBeMasks) }
        return sources
    }

    /// The sources at a path: a table, a folder with tables, each sub-folder that has some, in the order of names, or
    /// masks.
    /// - Throws: ``InputError`` where there is none.
    private static func sources(at path: String, mayBeMasks: Bool) throws(InputError) -> [WatchSource] {
        guard FolderListing.isFolder(path) else {
            let isTable = !mayBeMasks || isScoreTable(path)
            return [WatchSource(path: path, tables: isTable ? [path] : [], failedCount: 0)]
        }
        let listing = try FolderListing(path: path)
        if let source = try source(path, listing) { return [source] }
        var sources: [WatchSource] = []
        for folder in listing.folders {
            let below = joined(path, folder)
            if let source = try source(below, FolderListing(path: below)) { sources.append(source) }
        }
        if sources.isEmpty, mayBeMasks { return [WatchSource(path: path, tables: [], failedCount: 0)] }
        guard !sources.isEmpty else {
            throw InputError(
                .fileMissing, path, "holds no table of scores, nor folders with any",
                remedy:
                    "give the output folder of 'rca-cli score', or for masks alone say what their labels mean by --structures"
            )
        }
        return sources
    }

    /// Whether a file is a table whose rows are of masks' file names, as those of `score` and `audit`.
    private static func isScoreTable(_ path: String) -> Bool {
        guard let table = try? CSVStream(path).next() else { return false }
        return (try? table.column(named: "fname")) != nil
    }

    private static func source(_ path: String, _ listing: FolderListing) throws(InputError) -> WatchSource? {
        let found = names.filter(listing.files.contains)
        guard !found.isEmpty else { return nil }
        var failed = 0
        if listing.files.contains("rca_run.json") {
            let file = joined(path, "rca_run.json")
            failed = try RunRecord(json: InputFile.read(at: file), source: file).counts.failed
        }
        return WatchSource(path: path, tables: found.map { joined(path, $0) }, failedCount: failed)
    }
}
