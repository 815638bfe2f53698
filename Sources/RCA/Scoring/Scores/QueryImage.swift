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

    /// How the film lies in its image; ``Pose/identity`` where it was taken as it is.
    public let pose: Pose

    /// Resamples the picture through a pose, once, and prepares it; what the frame shows beyond the image's edge
    /// counts for nothing.
    public init(_ image: GrayscaleImage, pose: Pose, parameters: PreparationParameters) {
        self.init(image, pose: pose, of: image, parameters: parameters)
    }

    /// The same from a copy of the image at another size, whose sides may be in another ratio.
    package init(_ image: GrayscaleImage, pose: Pose, of original: GrayscaleImage, parameters: PreparationParameters) {
        let size = parameters.size
        let map = pose.frameToImage(width: original.width, height: original.height)
        let toPixels = AffineMap(
            xx: Double(image.width), xy: 0, x0: 0, yx: 0, yy: Double(image.height), y0: 0
        ).after(map).after(AffineMap(xx: 1 / Double(size), xy: 0, x0: 0, yx: 0, yy: 1 / Double(size), y0: 0))
        var sampled = image.resampled(through: toPixels, width: size, height: size)
        if pose.isInverted { sampled.image.pixels = sampled.image.pixels.map { 1 - $0 } }
        let isWhole = !sampled.coverage.pixels.contains { $0 < 0.5 }
        prepared = PreparedImage(sampled.image, coverage: isWhole ? nil : sampled.coverage, parameters: parameters)
        var validity = sampled.coverage
        for index in validity.pixels.indices { validity.pixels[index] = validity.pixels[index] >= 0.5 ? 1 : 0 }
        moving = MovingImage(prepared, validity: isWhole ? nil : validity)
        frameToImage = map
        width = original.width
        height = original.height
        self.pose = pose
    }

    /// The image mirrored, from what was prepared already.
    var mirrored: QueryImage { QueryImage(mirroring: self) }

    private init(mirroring other: QueryImage) {
        prepared = other.prepared.mirrored
        moving = MovingImage(prepared)
        var pose = other.pose
        pose.orientation = .mirrored
        self.pose = pose
        frameToImage = pose.frameToImage(width: other.width, height: other.height)
        width = other.width
        height = other.height
    }

    /// A reference's own film, from what its set holds ready.
    init(_ reference: Reference, parameters: ReferenceParameters) {
        prepared = reference.prepared
        moving = MovingImage(prepared)
        pose = .identity
        frameToImage = .identity
        width = parameters.preparation.size
        height = parameters.preparation.size
    }

    /// Resamples the whole picture to the frame, whatever its aspect ratio, and prepares it.
    public init(_ image: GrayscaleImage, parameters: PreparationParameters) {
        prepared = PreparedImage(
            image.resampled(width: parameters.size, height: parameters.size), parameters: parameters)
        moving = MovingImage(prepared)
        frameToImage = .identity
        width = image.width
        height = image.height
        pose = .identity
    }
}
