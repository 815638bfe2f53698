import Imaging

/// A folder that holds tables of a run.
struct TableFolder {
    let path: String
    /// Those of the tables looked for that it holds, in the order in which they were asked for.
    let tables: [String]

    /// The paths of ``tables``.
    var tablePaths: [String] { tables.map { joined(path, $0) } }

    /// The folders that a path stands for: itself where it holds one of the tables, or else each folder in it that
    /// does, in the order of names. None where there are none, or the path is no folder.
    ///
    /// - Parameter isEnough: whether a folder counts that holds these of the tables; it is never asked about none.
    /// - Throws: ``InputError`` where a folder cannot be listed.
    static func holding(
        _ tables: [String], at path: String, where isEnough: ([String]) -> Bool = { _ in true }
    ) throws(InputError) -> [TableFolder] {
        func holding(_ path: String, _ files: [String]) -> TableFolder? {
            let found = tables.filter(files.contains)
            return found.isEmpty || !isEnough(found) ? nil : TableFolder(path: path, tables: found)
        }
        guard FolderListing.isFolder(path) else { return [] }
        let listing = try FolderListing(path: path)
        if let own = holding(path, listing.files) { return [own] }
        var found: [TableFolder] = []
        for name in listing.folders {
            let folder = joined(path, name)
            if let below = holding(folder, try FolderListing(path: folder).files) { found.append(below) }
        }
        return found
    }
}
