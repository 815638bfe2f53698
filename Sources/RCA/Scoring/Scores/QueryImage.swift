public import Imaging
public import Registration

/// The image that the masks to be scored belong to, ready to be the atlas.
public struct QueryImage: Sendable {
    public let prepared: PreparedImage
    public let moving: MovingImage
    /// From the frame that registration works in to the picture, both spanning 0...1.
    public let frameToImage: AffineMap
    public let width: Int
    public let height: Int

    /// Resamples the whole picture to the frame, whatever its aspect ratio, and prepares it.
    public init(_ image: GrayscaleImage, parameters: PreparationParameters) {
        prepared = PreparedImage(
            image.resampled(width: parameters.size, height: parameters.size), parameters: parameters)
        moving = MovingImage(prepared)
        frameToImage = .identity
        width = image.width
        height = image.height
    }
}
