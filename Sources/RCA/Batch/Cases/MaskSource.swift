import Imaging

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
        let listing = try FolderListing(path: maskFolder)
        if !listing.pictures.isEmpty || !listing.filesWithInvalidNames.isEmpty {
            return [MaskSource(folder: maskFolder, structure: nil, listing: listing, suffixes: suffixes)]
        }
        if listing.folders.isEmpty {
            throw InputError(
                .fileEmpty, maskFolder, "the folder holds no masks", remedy: "give the folder that holds the masks")
        }
        let found = listing.folders.joined(separator: ", ")
        guard structures.contains(where: listing.folders.contains) else {
            throw InputError(
                .fileEmpty, maskFolder, "the folder holds no masks, only the folders \(found)",
                remedy: "give one of these, or name each after a structure: \(structures.joined(separator: ", "))")
        }
        var sources: [MaskSource] = []
        for structure in structures {
            guard listing.folders.contains(structure) else {
                throw InputError(
                    .structureMissing, maskFolder, "no folder is called \"\(structure)\"; found: \(found)",
                    remedy: "add the folder, or leave the structure out")
            }
            let folder = joined(maskFolder, structure)
            let listing = try FolderListing(path: folder)
            guard !listing.pictures.isEmpty || !listing.filesWithInvalidNames.isEmpty else {
                throw InputError(
                    .fileEmpty, folder, "the folder holds no masks", remedy: "put the masks of \(structure) there")
            }
            sources.append(MaskSource(folder: folder, structure: structure, listing: listing, suffixes: suffixes))
        }
        return sources
    }

    private init(folder: String, structure: String?, listing: FolderListing, suffixes: [String]) {
        self.folder = folder
        self.structure = structure
        namesByStem = Dictionary(grouping: listing.pictures) { FileStem(of: $0, droppingSuffixes: suffixes) }
        invalidNames = listing.filesWithInvalidNames
    }
}

/// The path of a file in a folder.
func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
}
