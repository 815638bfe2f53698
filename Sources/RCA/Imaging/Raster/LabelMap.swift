public import Files

/// A segmentation: one label a pixel, `height` rows of `width`, row-major, the first row at the top.
///
/// Files hold labels as palette indices or grey values of 1 to 16 bits. A map keeps a byte a pixel: the label
/// itself where every label of the file fits a byte, otherwise an index into ``wideValues``.
public struct LabelMap: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// One byte a pixel: the label, or an index into ``wideValues`` where that is not nil.
    public var indices: [UInt8]
    /// The labels that ``indices`` stand for, ascending, when a label above 255 occurs in the file.
    public let wideValues: [UInt16]?
    /// The distance between pixels, where the file knows it (DICOM, NIfTI).
    public var pixelSpacing: PixelSpacing?
    /// How the file's array was laid down, where the file says how its picture lies in the patient (NIfTI).
    public var fileTurn: PictureTurn?

    /// - Precondition: both sides are positive and `indices` holds `width * height` values.
    public init(
        width: Int, height: Int, indices: [UInt8], wideValues: [UInt16]? = nil, pixelSpacing: PixelSpacing? = nil
    ) {
        precondition(width > 0 && height > 0 && indices.count == width * height, "labels do not fill the map")
        self.width = width
        self.height = height
        self.indices = indices
        self.wideValues = wideValues
        self.pixelSpacing = pixelSpacing
    }

    package var size: PictureSize { PictureSize(width: width, height: height) }

    /// The label at column `x`, row `y`.
    public subscript(x: Int, y: Int) -> Int { label(ofIndex: indices[y * width + x]) }

    /// The label that an index byte stands for.
    public func label(ofIndex index: UInt8) -> Int { wideValues.map { Int($0[Int(index)]) } ?? Int(index) }
}

extension LabelMap {
    /// A map of 16-bit labels: kept as they are where all fit a byte, otherwise through ``wideValues``.
    ///
    /// - Throws: `formatUnsupported`, naming `name`, where there are more than 256 different labels.
    /// - Precondition: both sides are positive and `labels` holds `width * height` values.
    public init(width: Int, height: Int, labels: [UInt16], named name: String) throws(InputError) {
        if labels.allSatisfy({ $0 <= 255 }) {
            self.init(width: width, height: height, indices: labels.map { UInt8(truncatingIfNeeded: $0) })
            return
        }
        var isPresent = [Bool](repeating: false, count: 1 << 16)
        for label in labels { isPresent[Int(label)] = true }
        let values = isPresent.indices.filter { isPresent[$0] }.map { UInt16($0) }
        guard values.count <= 256 else {
            throw InputError(
                .formatUnsupported, name, "has \(values.count) different values, too many for a label map (256)",
                remedy: "give a file of labels, not of grey values")
        }
        var indexOfValue = [UInt8](repeating: 0, count: 1 << 16)
        for (index, value) in values.enumerated() { indexOfValue[Int(value)] = UInt8(index) }
        self.init(width: width, height: height, indices: labels.map { indexOfValue[Int($0)] }, wideValues: values)
    }
}
