/// An image with all its masks, which one registration serves.
package struct ImageCase: Sendable {
    package let imagePath: String
    /// Each mask with the position of its folder among the run's mask folders.
    package var masks: [(folder: Int, item: CasePairing.Case)]

    package init(imagePath: String, masks: [(folder: Int, item: CasePairing.Case)]) {
        self.imagePath = imagePath
        self.masks = masks
    }

    /// Brings the pairings of several mask folders together by image, sorted by the image's path.
    package static func grouped(_ pairings: [CasePairing]) -> [ImageCase] {
        var byImage: [Data: ImageCase] = [:]
        for (folder, pairing) in pairings.enumerated() {
            for item in pairing.cases {
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
