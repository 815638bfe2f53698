package import Imaging

/// The masks of one folder, each with its image, and those that could not be paired.
package struct MaskPairing: Sendable, Equatable {
    /// A file of a mask.
    package struct MaskFile: Sendable, Equatable {
        package let path: String
        /// The structure that a binary mask shows; nil for a label map, which shows them all.
        package let structure: String?

        package init(path: String, structure: String?) {
            self.path = path
            self.structure = structure
        }
    }

    /// A mask and its image.
    package struct Pair: Sendable, Equatable {
        /// The mask's file name, which names the case in every table: with a folder for each structure, the name
        /// in the first structure's.
        package let fname: String
        /// The mask: one label map, or one binary mask for every structure, in the order of the structures.
        package let masks: [MaskFile]
        /// The image's file name; empty, as its path, where masks are cases by themselves.
        package let imageName: String
        package let imagePath: String
    }

    /// A mask without an image, an image without a mask, or either with too many of the other.
    package struct Failure: Sendable, Equatable {
        /// The mask's file name, or the image's if it has no mask.
        package let fname: String
        package let error: InputError
        /// Whether it is only that the mask has no image, or the image no mask.
        package var lacksPartner = false
    }

    /// The folder, as the user gave it.
    package let maskFolder: String
    /// Sorted by the bytes of `fname`.
    package let pairs: [Pair]
    /// Sorted by the bytes of `fname`.
    package let failures: [Failure]

    package init(maskFolder: String, pairs: [Pair], failures: [Failure]) {
        self.maskFolder = maskFolder
        self.pairs = pairs
        self.failures = failures
    }

    package func adding(_ more: [Failure]) -> MaskPairing {
        MaskPairing(maskFolder: maskFolder, pairs: pairs, failures: failures + more)
    }
}

/// An image with all its masks, which one registration serves.
package struct ImageCase: Sendable {
    package let imagePath: String
    /// Each mask with the position of its folder among the run's mask folders.
    package var masks: [(folder: Int, item: MaskPairing.Pair)]

    package init(imagePath: String, masks: [(folder: Int, item: MaskPairing.Pair)]) {
        self.imagePath = imagePath
        self.masks = masks
    }

    /// Brings the pairings of several mask folders together by image, sorted by the image's path.
    package static func grouped(_ pairings: [MaskPairing]) -> [ImageCase] {
        var byImage: [Data: ImageCase] = [:]
        for (folder, pairing) in pairings.enumerated() {
            for item in pairing.pairs {
                byImage[Data(item.imagePath), default: ImageCase(imagePath: item.imagePath, masks: [])]
                    .masks.append((folder, item))
            }
        }
        return byImage.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map(\.value)
    }

    /// A path as the bytes it is: two names that differ only in Unicode normalisation are two files.
    private struct Data: Hashable {
        let bytes: [UInt8]
        init(_ text: String) { bytes = Array(text.utf8) }
    }
}
