import Files
import Imaging
import Reporting

/// A table, or the tables of a folder of scores.
struct WatchSource {
    let path: String
    let tables: [String]
    /// Cases that have no scores, by the record of the run.
    let failedCount: Int

    private static let names = ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_audit.csv"]

    /// The sources at each path, in their order.
    static func sources(at paths: [String]) throws(InputError) -> [WatchSource] {
        var sources: [WatchSource] = []
        for path in paths { sources += try self.sources(at: path) }
        return sources
    }

    /// The sources at a path: a table, a folder with tables, or each sub-folder that has some, in the order of names.
    /// - Throws: ``InputError`` where there is none.
    static func sources(at path: String) throws(InputError) -> [WatchSource] {
        guard FolderListing.isFolder(path) else { return [WatchSource(path: path, tables: [path], failedCount: 0)] }
        let listing = try FolderListing(path: path)
        if let source = try source(path, listing) { return [source] }
        var sources: [WatchSource] = []
        for folder in listing.folders {
            let below = joined(path, folder)
            if let source = try source(below, FolderListing(path: below)) { sources.append(source) }
        }
        guard !sources.isEmpty else {
            throw InputError(
                .fileMissing, path, "holds no table of scores, nor folders with any",
                remedy: "give the output folder of 'rca-cli score', or for masks alone the table of 'rca-cli audit'")
        }
        return sources
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
