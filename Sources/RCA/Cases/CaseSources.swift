package import Imaging
package import Scoring

/// Where a shard's cases come from: the image folder, where there is one, and the mask folders, listed once and paired piece by piece, so
/// that memory does not grow with the number of cases.
package struct CaseSources: Sendable {
    /// Stems that are paired at a time.
    private static let pieceSize = 2_000
    /// As ``pieceSize``, where archives are read.
    private static let archivePieceSize = 200_000

    /// The files of the image folder that belong to the shard.
    package var imageCount: Int { images?.count ?? 0 }
    /// About the number of cases, before they are paired: exact where every mask has its image.
    package let expectedCount: Int
    /// Whether ``next()`` has given all.
    package private(set) var isAtEnd = false

    package let places: FileSources
    /// What a person should know of pictures that are not read.
    package var notes: [String] {
        [images?.note].compactMap(\.self) + masks.flatMap { $0.sources.compactMap(\.names.note) }
    }
    /// What all shards have to work off, images and masks.
    package var listed: ListedFiles {
        var all = images?.listed ?? ListedFiles()
        for (place, source) in masks.flatMap(\.sources).enumerated() {
            all.add(source.names.listed, ofFolder: place + 1)
        }
        return all
    }
    /// Nil where masks are cases by themselves.
    private var images: FolderNames?
    private let shard: Shard
    private var masks: [MaskFolder]
    private let suffixes: [String]

    /// A mask folder, listed.
    package typealias MaskFolder = (folder: String, sources: [MaskNames])

    /// Lists the mask folders.
    /// - Parameter images: the folder of the images, which must not be one of the masks; nil for none.
    /// - Throws: ``InputError`` for a folder that is missing, unreadable or without files of its kind.
    package static func masks(
        in folders: [String], images: String?, structures: StructureList, suffixes: [String], shard: Shard,
        places: FileSources
    ) throws(InputError) -> [MaskFolder] {
        var masks: [MaskFolder] = []
        for folder in folders {
            if let images { try ImageFolder.checkIsNotMaskFolder(folder, images: images) }
            let sources = try MaskNames.sources(
                in: folder, structures: structures.map(\.name), suffixes: suffixes, shard: shard, places: places)
            masks.append((folder, sources))
        }
        return masks
    }

    /// - Parameter images: nil where every mask is a case by itself.
    package init(images: FolderNames?, masks: [MaskFolder], suffixes: [String], shard: Shard, places: FileSources) {
        self.places = places
        self.shard = shard
        self.suffixes = suffixes
        self.images = images
        self.masks = masks
        let imageCount = images?.count ?? 0
        expectedCount = masks.reduce(0) { sum, folder in
            sum + max(folder.sources.map(\.names.count).max() ?? 0, imageCount)
        }
    }

    /// The next cases in the order of their stems, one pairing for each mask folder; nil behind the last.
    package mutating func next() throws(InputError) -> [MaskPairing]? {
        guard !isAtEnd else { return nil }
        // Names that cannot be read have no stem: the first piece has them.
        let isFirst = !hasBegun
        hasBegun = true
        var imageNames: [FileStem: [String]] = [:]
        var maskNames = masks.map { $0.sources.map { _ in [FileStem: [String]]() } }
        // Each piece reads through the archives once more, where their files are not in the order of their names.
        for _ in 0..<(places.hasArchives ? Self.archivePieceSize : Self.pieceSize) {
            guard let stem = smallestStem else {
                isAtEnd = true
                break
            }
            let key = FileStem(stem)
            if images?.nextStem == stem { imageNames[key] = try images?.takeNames() }
            for folder in masks.indices {
                for source in masks[folder].sources.indices where masks[folder].sources[source].names.nextStem == stem {
                    maskNames[folder][source][key] = try masks[folder].sources[source].names.takeNames()
                }
            }
        }
        let pictures = images.map {
            ImageFolder(
                path: $0.path, suffixes: suffixes, namesByStem: imageNames,
                invalidNames: isFirst ? $0.invalidNames : [])
        }
        return zip(masks, maskNames).map { folder, names in
            let sources = zip(folder.sources, names).map { source, names in
                MaskSource(source, namesByStem: names, invalidNames: isFirst ? source.names.invalidNames : [])
            }
            let pairing =
                pictures?.paired(with: sources, maskFolder: folder.folder)
                ?? MaskPairing(ofAlone: sources, maskFolder: folder.folder)
            return pairing.adding(isFirst && shard.index == 1 ? damages(folder.folder) : [])
        }
    }

    private var hasBegun = false

    private var smallestStem: ArraySlice<UInt8>? {
        var smallest = images?.nextStem
        for names in masks.lazy.flatMap(\.sources) {
            guard let stem = names.names.nextStem else { continue }
            if smallest.map({ stem.lexicographicallyPrecedes($0) }) ?? true { smallest = stem }
        }
        return smallest
    }

    /// A failure for each archive of the folder, or of the images, that is damaged: the files behind are unknown.
    private func damages(_ folder: String) -> [MaskPairing.Failure] {
        (places.damages(folder) + (images.map { places.damages($0.path) } ?? [])).map {
            MaskPairing.Failure(fname: lastPart(of: $0.subject), error: $0)
        }
    }
}
