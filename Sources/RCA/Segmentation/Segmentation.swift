public import Fusion
public import Imaging
public import Scoring

/// An image's structures as the atlases see them, and what they were found with.
public struct Segmentation: Sendable {
    /// On a grid over the frame that the references were compared in.
    public let shares: LabelShares
    /// From that frame to the image, both spanning 0...1.
    let frameToImage: AffineMap
    /// Of the image, in pixels.
    public let width: Int
    public let height: Int
    let structures: [Structure]
    /// Names of the references used, most similar first.
    public let atlases: [String]
    /// Names of the references left out because they are the image's own radiograph.
    public let excluded: [String]
    /// What was undone before the image was compared with the references.
    public let pose: PresentationState
    public let reliability: Reliability

    /// The label map in the image's own pixels, the pose undone.
    ///
    /// Shares are interpolated linearly between the grid's pixel centres; a pixel has the label of the largest, the
    /// background's among them. Background where the frame does not reach.
    ///
    /// - Parameter labels: the label of each structure, 1 to 65535, or 0 for one that is left out; nil for those of the
    ///   reference set.
    /// - Precondition: a label for every structure.
    public func labelMap(labels: [Int]? = nil) -> LabelMap {
        let labels = labels ?? structures.map(\.label)
        precondition(labels.count == structures.count, "a label for every structure")
        let positions = SharesOnImage(self).labels()
        guard labels.allSatisfy({ $0 <= 255 }) else {
            // In ascending order, as wide values are kept.
            let values = [0] + labels.filter { $0 > 0 }.sorted()
            let bytes = [UInt8(0)] + labels.map { UInt8(values.firstIndex(of: $0) ?? 0) }
            return LabelMap(
                width: width, height: height, indices: positions.map { bytes[Int($0)] },
                wideValues: values.map { UInt16($0) })
        }
        let bytes = [UInt8(0)] + labels.map { UInt8($0) }
        if bytes.indices.allSatisfy({ Int(bytes[$0]) == $0 }) {
            return LabelMap(width: width, height: height, indices: positions)
        }
        return LabelMap(width: width, height: height, indices: positions.map { bytes[Int($0)] })
    }

    /// How sure each pixel's label is: the share of the label that won, 0 to 255 for 0 to 1; 0 where the frame does
    /// not reach.
    public func confidence() -> GrayscaleImage {
        GrayscaleImage(width: width, height: height, samples: .eightBit(SharesOnImage(self).confidence()))
    }
}
