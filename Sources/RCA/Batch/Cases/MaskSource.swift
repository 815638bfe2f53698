import Imaging
import Reporting

/// A folder that masks come from: the only one of label maps, or one of several with a structure each.
struct MaskSource {
    let folder: String
    /// The structure that the folder's binary masks show, or nil for label maps.
    let structure: String?
    let namesByStem: [FileStem: [String]]
    let invalidNames: [String]

    /// The sources in a mask folder.
    /// - Throws: `InputError` if the folder, or one of a structure, is missing, unreadable or without files.
    static func sources(
        in maskFolder: String, structures: [String], suffixes: [String]
    ) throws(InputError) -> [MaskSource] {
        var sources: [MaskSource] = []
        for names in try MaskNames.sources(
            in: maskFolder, structures: structures, suffixes: suffixes, shard: .whole)
        {
            sources.append(try MaskSource(names, part: .whole, suffixes: suffixes))
        }
        return sources
    }

    /// The masks of a part.
    init(_ source: MaskNames, part: CasePart, suffixes: [String]) throws(InputError) {
        folder = source.names.path
        structure = source.structure
        namesByStem = Self.byStem(try source.names.names(part), suffixes: suffixes)
        // Names that cannot be read belong to no part: the first has them.
        invalidNames = part.index == 0 ? source.names.invalidNames : []
    }

    /// Names by stem, those of one stem sorted by their bytes.
    static func byStem(_ names: [String], suffixes: [String]) -> [FileStem: [String]] {
        Dictionary(grouping: names) { FileStem(of: $0, droppingSuffixes: suffixes) }
            .mapValues { $0.count == 1 ? $0 : $0.sorted { $0.precedesInBytes($1) } }
    }
}

/// The path of a file in a folder.
func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
}
