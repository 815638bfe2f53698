package import Imaging

/// A folder that masks come from: the only one of label maps, or one of several with a structure each.
package struct MaskSource {
    package let folder: String
    /// The structure that the folder's binary masks show, or nil for label maps.
    package let structure: String?
    package let namesByStem: [FileStem: [String]]
    package let invalidNames: [String]

    /// The sources in a mask folder.
    /// - Throws: `InputError` if the folder, or one of a structure, is missing, unreadable or without files.
    package static func sources(
        in maskFolder: String, structures: [String], suffixes: [String], places: FileSources = .folders
    ) throws(InputError) -> [MaskSource] {
        var sources: [MaskSource] = []
        for names in try MaskNames.sources(
            in: maskFolder, structures: structures, suffixes: suffixes, shard: .whole, places: places)
        {
            sources.append(
                MaskSource(
                    names, namesByStem: try names.names.namesByStem(), invalidNames: names.names.invalidNames))
        }
        return sources
    }

    package init(_ source: MaskNames, namesByStem: [FileStem: [String]], invalidNames: [String]) {
        folder = source.names.path
        structure = source.structure
        self.namesByStem = namesByStem
        self.invalidNames = invalidNames
    }
}

/// The names of a shard's masks in one folder: the only one of label maps, or one of several with a structure each.
package struct MaskNames: Sendable {
    /// The structure that the folder's binary masks show, or nil for label maps.
    package let structure: String?
    package var names: FolderNames

    /// The sources in a mask folder.
    /// - Throws: `InputError` if the folder, or one of a structure, is missing, unreadable or without files. One that
    ///   has none of the shard's is no failure.
    package static func sources(
        in maskFolder: String, structures: [String], suffixes: [String], shard: Shard, places: FileSources = .folders
    ) throws(InputError) -> [MaskNames] {
        try places.check(structures, in: maskFolder)
        let names = try FolderNames(
            path: maskFolder, suffixes: suffixes, shard: shard, places: places, structures: structures)
        if !names.isEmpty { return [MaskNames(structure: nil, names: names)] }
        if names.folders.isEmpty {
            throw places.emptiness(maskFolder, of: "masks")
        }
        let found = names.folders.joined(separator: ", ")
        guard structures.contains(where: names.folders.contains) else {
            throw InputError(
                .fileEmpty, maskFolder, "the folder holds no masks, only the folders \(found)",
                remedy: "give one of these, or name each after a structure: \(structures.joined(separator: ", "))")
        }
        var sources: [MaskNames] = []
        for structure in structures {
            guard names.folders.contains(structure) else {
                throw InputError(
                    .structureMissing, maskFolder, "no folder is called \"\(structure)\"; found: \(found)",
                    remedy: "add the folder, or leave the structure out")
            }
            let folder = joined(maskFolder, structure)
            let masks = try FolderNames(path: folder, suffixes: suffixes, shard: shard, places: places)
            guard !masks.isEmpty else {
                throw InputError(
                    .fileEmpty, folder, "the folder holds no masks", remedy: "put the masks of \(structure) there")
            }
            sources.append(MaskNames(structure: structure, names: masks))
        }
        return sources
    }
}
