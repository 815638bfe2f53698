import Files
import Imaging
import Reporting
import Tables

/// A table, the tables of a folder of scores, or masks.
struct WatchSource {
    let path: String
    /// Empty where it is masks.
    let tables: [String]
    /// Of the run that wrote the tables.
    var record: RunRecord?

    /// Cases that have no scores, by the record of the run.
    var failedCount: Int { record?.counts.failed ?? 0 }

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
            return [WatchSource(path: path, tables: isTable ? [path] : [])]
        }
        // Beside masks that `segment` made lies what it says of their images.
        let folders = try TableFolder.holding(names, at: path) { !mayBeMasks || $0 != ["rca_reliability.csv"] }
        var sources: [WatchSource] = []
        for folder in folders {
            sources.append(
                WatchSource(path: folder.path, tables: folder.tablePaths, record: try RecordedRun.read(in: folder.path))
            )
        }
        if sources.isEmpty, mayBeMasks { return [WatchSource(path: path, tables: [])] }
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
}
