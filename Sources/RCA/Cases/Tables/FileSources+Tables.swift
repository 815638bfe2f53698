import Files
package import Imaging

extension FileSources {
    /// Folders, and tables of masks, whatever else the paths lead to.
    /// - Throws: ``InputError`` where a table cannot be read, or the images cannot be listed.
    package static func foldersAndTables(
        images: String? = nil, masks: [String], tables options: MaskTableOptions = MaskTableOptions()
    ) throws(InputError) -> FileSources {
        var tables: [MaskTable] = []
        for path in masks where MaskTable.isTable(path) { tables.append(try MaskTable(path, options)) }
        return FileSources(
            images: images ?? "", masks: masks, archives: [], tables: tables,
            nameParts: try nameParts(tables, images: images))
    }

    /// As many as tell all rows apart, and all images.
    /// - Parameter images: a folder; nil where there is none.
    static func nameParts(_ tables: [MaskTable], images: String?) throws(InputError) -> Int {
        var count = 1
        for table in tables {
            count = max(count, try PathParts.needed { body throws(InputError) in table.visit(body) })
        }
        guard let images, tables.contains(where: \.hasPaths) else { return count }
        var isFlat = false
        try FolderEntries.visit(images) { name, kind in
            if kind == .file, !isFlat { isFlat = FolderListing.isPicture(String(decoding: name, as: UTF8.self)) }
        }
        if isFlat { return 1 }
        return max(
            count,
            try PathParts.needed { body throws(InputError) in
                try FolderEntries.visitBelow(images) { name, kind in
                    if kind == .file, FolderListing.isPicture(String(decoding: name, as: UTF8.self)) { body(name) }
                }
            })
    }

    /// - Throws: ``InputError`` (`option invalid`) where options of tables are given, and no table.
    package func checkUse(of options: MaskTableOptions) throws(InputError) {
        guard options != MaskTableOptions(), tables.isEmpty else { return }
        throw InputError(
            .optionInvalid, options.takesLandmarks ? "--landmarks" : "--id-column",
            "is for tables of masks, and none is given", remedy: "leave it out")
    }

    /// Whether a source of masks is a table that says itself what Dice they have.
    package func hasGivenDice(_ path: String) -> Bool { table(path)?.hasDice ?? false }

    /// - Throws: ``InputError`` (`structure missing`) where a source is a table that lacks a structure.
    func check(_ structures: [String], in path: String) throws(InputError) { try table(path)?.check(structures) }

    /// Whether a source of masks is a table.
    func isTable(_ path: String) -> Bool { table(path) != nil }

    func table(_ path: String) -> MaskTable? { tables.first { $0.path == path } }

    /// The table that a path leads into, and the name of the row.
    func row(_ path: String) -> (MaskTable, String)? {
        for table in tables where path.utf8.starts(with: table.path.utf8) {
            let rest = path.utf8.dropFirst(table.path.utf8.count)
            if rest.count > 1, rest.first == UInt8(ascii: "/") {
                return String(rest.dropFirst()).map { (table, $0) }
            }
        }
        return nil
    }
}
