import Auditing
import Cases
import FoundationEssentials
import Imaging
import Machine
import Scoring

/// What is usual in the true masks of references.
struct ReferenceShapes {
    /// What a bundle's labels mean; nil for a folder, which does not say.
    let structures: StructureList?
    let limits: [ShapeLimits?]
    let count: Int
    let digest: String

    /// - Parameters:
    ///   - path: a bundle, or a folder with `labels/`; nil for none.
    ///   - structures: what labels mean, and which structures are wanted, in their order.
    /// - Returns: nil without a path.
    /// - Throws: ``InputError`` where the references cannot be read, or lack a structure that is wanted.
    static func read(
        _ path: String?, structures: StructureList?, threads: Int
    ) async throws(InputError) -> ReferenceShapes? {
        guard let path else { return nil }
        guard FolderListing.isFolder(path) else {
            let set = try ReferenceBundle.open(path)
            return ReferenceShapes(set, try ReportedStructures(structures, of: set, named: path))
        }
        guard let structures else {
            throw InputError(
                .optionInvalid, path, "a folder of references does not say what its labels mean",
                remedy: "add --structures, for example lungs=1,heart=2")
        }
        let labels = joined(path, "labels")
        let sources = try MaskSource.sources(
            in: labels, structures: structures.names, suffixes: ImageFolder.defaultSuffixes)
        let pairing = MaskPairing(ofAlone: sources, maskFolder: labels)
        if let failure = pairing.failures.first { throw failure.error }
        let pairs = pairing.pairs
        let measured = await ParallelMap.run(pairs.count, threads: threads) {
            index -> Result<[MaskShape], InputError> in
            Result { () throws(InputError) in
                var contents: [FileContent] = []
                for file in pairs[index].masks { contents.append(try FileContent(path: file.path)) }
                let layers = try MaskReader.layers(
                    pairs[index].masks, contents: contents, structures: structures, imageSize: nil)
                return MaskShapes.measure(layers, canOverlap: pairs[index].masks[0].structure != nil)
            }
        }
        var collection = ShapeCollection(structureCount: structures.count)
        for (pair, shapes) in zip(pairs, measured) {
            collection.add(try shapes.get(), named: pair.fname, key: 0)
        }
        return ReferenceShapes(
            structures: nil, limits: collection.referenceLimits(hasOutlines: true), count: pairs.count)
    }

    /// Those of a set in memory. Its masks are known on a coarse grid, which says nothing about how rough outlines are.
    init(_ set: ReferenceSet, _ structures: ReportedStructures) {
        let side = set.parameters.labelGridSize
        var collection = ShapeCollection(structureCount: structures.list.count)
        for reference in set.references {
            let grid = structures.reported(grid: reference.labels)
            let layers = structures.list.indices.map { place in
                PixelRuns(PixelMask(of: grid, width: side, height: side, UInt8(place + 1)))
            }
            collection.add(MaskShapes.measure(layers, hasOutlines: false), named: reference.name, key: 0)
        }
        self.init(
            structures: structures.list, limits: collection.referenceLimits(hasOutlines: false),
            count: set.references.count)
    }

    private init(structures: StructureList?, limits: [ShapeLimits?], count: Int) {
        self.structures = structures
        self.limits = limits
        self.count = count
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Every number is finite, the one thing that encoding these could fail on.
        digest = ContentDigest.sha256(Array((try? encoder.encode(limits)) ?? Data()))
    }
}
