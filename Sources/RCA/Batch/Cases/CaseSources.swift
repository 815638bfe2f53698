import Imaging

/// Where a shard's cases come from: the image folder and the mask folders, listed once and paired part by part.
struct CaseSources: Sendable {
    /// The files of the image folder that belong to the shard.
    var imageCount: Int { images.count }
    /// About the number of cases, before they are paired: exact where every mask has its image.
    let expectedCount: Int
    let parts: [CasePart]

    private let images: FolderNames
    private let masks: [(folder: String, sources: [MaskNames])]
    private let suffixes: [String]

    /// - Throws: ``InputError`` for a folder that is missing, unreadable or without files of its kind.
    init(_ request: ScoringRequest, images: FolderNames, structures: [Structure]) throws(InputError) {
        suffixes = request.suffixes
        self.images = images
        var masks: [(folder: String, sources: [MaskNames])] = []
        for folder in request.masks {
            try ImageFolder.checkIsNotMaskFolder(folder, images: request.images)
            let sources = try MaskNames.sources(
                in: folder, structures: structures.map(\.name), suffixes: suffixes, shard: request.shard)
            masks.append((folder, sources))
        }
        self.masks = masks
        let counts = masks.map { folder in folder.sources.map(\.names.count).max() ?? 0 }
        let imageCount = images.count
        expectedCount = counts.reduce(0) { $0 + max($1, imageCount) }
        parts = CasePart.parts(of: max(counts.max() ?? 0, imageCount))
    }

    /// The cases of a part, one pairing for each mask folder.
    func pairings(_ part: CasePart) throws(InputError) -> [CasePairing] {
        let images = try ImageFolder(images, part: part, suffixes: suffixes)
        var pairings: [CasePairing] = []
        for (folder, names) in masks {
            var sources: [MaskSource] = []
            for source in names { sources.append(try MaskSource(source, part: part, suffixes: suffixes)) }
            pairings.append(images.paired(with: sources, maskFolder: folder))
        }
        return pairings
    }
}
