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
