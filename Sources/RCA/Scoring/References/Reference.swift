package import Imaging
public import Registration

/// One image of the reference set with its true labels and all that scoring needs of it, ready made.
public struct Reference: Sendable {
    /// The image's file name.
    public let name: String
    public let fixed: FixedImage
    /// Equalised grey values, size², in [0, 1].
    package let equalized: FloatStorage
    /// The true structures on the label grid, row-major: 0 background, else position in the list plus 1.
    public let labels: [UInt8]
    /// Grid pixels of each structure.
    public let structureSizes: [Int]

    package init(name: String, fixed: FixedImage, equalized: FloatStorage, labels: [UInt8], structureCount: Int) {
        self.name = name
        self.fixed = fixed
        self.equalized = equalized
        self.labels = labels
        var sizes = [Int](repeating: 0, count: structureCount + 1)
        for label in labels { sizes[Int(label)] += 1 }
        structureSizes = Array(sizes.dropFirst())
    }
}
