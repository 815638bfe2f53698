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

    /// The label at column `x`, row `y`.
    public subscript(x: Int, y: Int) -> Int { label(ofIndex: indices[y * width + x]) }

    /// The label that an index byte stands for.
    public func label(ofIndex index: UInt8) -> Int { wideValues.map { Int($0[Int(index)]) } ?? Int(index) }
}
