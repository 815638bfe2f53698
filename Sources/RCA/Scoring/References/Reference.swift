package import Imaging
public import Registration

/// One image of the reference set with its true labels and all that scoring needs of it, ready made.
public struct Reference: Sendable {
    /// The image's file name.
    public let name: String
    public let fixed: FixedImage
    /// Equalised grey values, size², in [0, 1].
    package let equalized: FloatStorage
    /// Some of them, side by side in memory: what ``RadiographIdentity`` looks at first.
    let sample: [Float]
    /// For each structure its share of each pixel of the fine level, size² a structure, in [0, 1].
    package let shares: FloatStorage
    /// Grey values on the label grid, row-major, black 0 to white 255: what a calibration perturbs.
    package let picture: [UInt8]
    /// The true structures on the label grid, row-major: 0 background, else position in the list plus 1.
    public let labels: [UInt8]
    /// Grid pixels of each structure.
    public let structureSizes: [Int]

    package init(
        name: String, fixed: FixedImage, equalized: FloatStorage, shares: FloatStorage, picture: [UInt8],
        labels: [UInt8], structureCount: Int
    ) {
        self.name = name
        self.fixed = fixed
        self.equalized = equalized
        sample = RadiographIdentity.sample(count: equalized.count) { equalized.base[$0] }
        self.shares = shares
        self.picture = picture
        self.labels = labels
        var sizes = [Int](repeating: 0, count: structureCount + 1)
        for label in labels { sizes[Int(label)] += 1 }
        structureSizes = Array(sizes.dropFirst())
    }

    /// The radiograph as it was prepared.
    var prepared: PreparedImage {
        let side = fixed.size
        func image(_ values: [Float], _ side: Int) -> Image { Image(width: side, height: side, pixels: values) }
        return PreparedImage(
            equalized: image(equalized.values, side), fine: image(fixed.fineValues, side),
            coarse: image(fixed.coarseValues, side / 2))
    }

    /// One structure's share of each pixel of the fine level.
    package func share(of structure: Int) -> UnsafePointer<Float> {
        shares.base + structure * (shares.count / structureSizes.count)
    }
}
