public import Imaging

/// The image that is brought onto fixed ones, at both resolutions, with what of its frame shows picture.
public struct MovingImage: Sendable {
    package let fine: FloatStorage
    package let coarse: FloatStorage
    /// 1 where the frame shows the picture, 0 where it lies outside; nil where all of it shows.
    package let fineValidity: FloatStorage?
    package let coarseValidity: FloatStorage?
    public let size: Int

    /// - Parameters:
    ///   - image: the prepared image.
    ///   - validity: at the fine level, 1 where the frame shows the picture and 0 elsewhere; nil for all of it.
    /// - Precondition: `validity` has the size of the image's fine level.
    public init(_ image: PreparedImage, validity: Image? = nil) {
        precondition(
            validity.map { $0.width == image.fine.width && $0.height == image.fine.height } ?? true,
            "the validity has another size than the image")
        fine = FloatStorage(image.fine.pixels)
        coarse = FloatStorage(image.coarse.pixels)
        fineValidity = validity.map { FloatStorage($0.pixels) }
        coarseValidity = validity.map { FloatStorage(ImagePyramid.halved($0).pixels.map { $0 == 1 ? 1 : 0 }) }
        size = image.fine.width
    }
}
