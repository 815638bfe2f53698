package import Imaging

/// A folder of images, to pair one or several folders of masks with.
///
/// An image and a mask belong together if their names are the same up to extension and suffixes: the mask
/// `00000001_000_labels.png` and the image `00000001_000.png`.
///
///     let images = try ImageFolder(path: "images")
///     let pairing = try images.paired(withMasksIn: "masks", structures: ["lungs", "heart"])
public struct ImageFolder: Sendable {
    /// The endings of names that do not tell one patient from another.
    public static let defaultSuffixes = ["_labels", "_mask", "_seg", ".IMG"]

    /// The folder, as the user gave it.
    package let path: String
    /// The number of images in it. Documents (`.csv`, `.txt`, `.json` and the like) are passed over.
    package let count: Int

    private let suffixes: [String]
    package let namesByStem: [FileStem: [String]]
    private let invalidNames: [String]

    /// Lists the folder.
    /// - Parameters:
    ///   - path: the folder.
    ///   - suffixes: endings to drop, before the extension, from the names of images and masks.
    /// - Throws: `InputError` if there is no such folder, it cannot be read, or it holds no files.
    package init(path: String, suffixes: [String] = ImageFolder.defaultSuffixes) throws(InputError) {
        try self.init(path: path, suffixes: suffixes, places: .folders)
    }

    /// Lists the folder, or the archive that stands for it.
    /// - Throws: as ``init(path:suffixes:)``.
    package init(path: String, suffixes: [String], places: FileSources) throws(InputError) {
        let names = try Self.names(in: path, suffixes: suffixes, shard: .whole, places: places)
        self.init(
            path: path, suffixes: suffixes, namesByStem: try names.namesByStem(), invalidNames: names.invalidNames)
    }

    /// Images that are listed already.
    package init(path: String, suffixes: [String], namesByStem: [FileStem: [String]], invalidNames: [String]) {
        self.path = path
        self.suffixes = suffixes
        self.namesByStem = namesByStem
        self.invalidNames = invalidNames
        count = namesByStem.values.reduce(invalidNames.count) { $0 + $1.count }
    }

    /// A shard's names in a folder of images.
    /// - Throws: `InputError` as ``init(path:suffixes:)``; a folder that has none of the shard's is no failure.
    package static func names(
        in path: String, suffixes: [String], shard: Shard, places: FileSources = .folders
    ) throws(InputError) -> FolderNames {
        let names = try FolderNames(path: path, suffixes: suffixes, shard: shard, places: places, looksBelow: true)
        guard !names.isEmpty else { throw places.emptiness(path, of: "images") }
        return names
    }

    /// Pairs every mask of a folder with its image.
    ///
    /// The folder holds either label maps, or no file but a folder of binary masks for every structure
    /// (`lungs/a.png`, `heart/a.png`). A mask without an image, an image without a mask, and one of either with
    /// two candidates are failures of that case alone, as is a name that is not UTF-8.
    /// - Parameters:
    ///   - maskFolder: the folder of the masks.
    ///   - structures: the names of the structures, in their order.
    /// - Throws: `InputError` if there is no such folder, it cannot be read, it holds no files, it lacks the
    ///   folder of a structure, or it is the image folder.
    package func paired(withMasksIn maskFolder: String, structures: [String]) throws(InputError) -> MaskPairing {
        try paired(withMasksIn: maskFolder, structures: structures, places: .folders)
    }

    /// As ``paired(withMasksIn:structures:)``, where either may be an archive.
    package func paired(
        withMasksIn maskFolder: String, structures: [String], places: FileSources
    ) throws(InputError) -> MaskPairing {
        try Self.checkIsNotMaskFolder(maskFolder, images: path)
        return paired(
            with: try MaskSource.sources(
                in: maskFolder, structures: structures, suffixes: suffixes, places: places),
            maskFolder: maskFolder)
    }

    /// - Throws: ``InputError`` (`option invalid`) where masks and images would be the same files.
    package static func checkIsNotMaskFolder(_ maskFolder: String, images: String) throws(InputError) {
        if FileIdentity.areSame(maskFolder, images) {
            throw InputError(
                .optionInvalid, maskFolder, "is the folder of the images as well",
                remedy: "put images and masks into folders of their own")
        }
    }

    /// Pairs every mask of the sources of one mask folder.
    package func paired(with sources: [MaskSource], maskFolder: String) -> MaskPairing {
        var cases: [MaskPairing.Pair] = []
        var failures: [MaskPairing.Failure] = []

        let maskStems = Set(sources.flatMap { $0.namesByStem.keys })
        for stem in maskStems {
            do throws(PairingProblem) {
                cases.append(try pairedCase(stem, sources: sources))
            } catch {
                failures += error.failures(stem, sources: sources)
            }
        }
        for name in namesByStem.filter({ !maskStems.contains($0.key) }).flatMap(\.value) {
            let error = InputError(
                .pairingFailed, joined(path, name), "missing mask: no file in \(maskFolder) has this name",
                remedy: "add the mask, or take the image away")
            failures.append(MaskPairing.Failure(fname: lastPart(of: name), error: error, lacksPartner: true))
        }
        failures += Self.invalidNameFailures(path, invalidNames)
        for source in sources { failures += Self.invalidNameFailures(source.folder, source.invalidNames) }

        return MaskPairing(
            maskFolder: maskFolder,
            pairs: cases.sorted { $0.fname.precedesInBytes($1.fname) },
            failures: failures.sorted { left, right in
                left.fname.equalsInBytes(right.fname)
                    ? left.error.description.precedesInBytes(right.error.description)
                    : left.fname.precedesInBytes(right.fname)
            })
    }
}
