public import Imaging
public import Registration

/// The image that the masks to be scored belong to, ready to be the atlas.
public struct QueryImage: Sendable {
    public let prepared: PreparedImage
    public let moving: MovingImage
    /// 1 where the frame shows the picture, else 0; nil where all of it shows.
    let validity: Image?
    /// From the frame that registration works in to the picture, both spanning 0...1.
    public let frameToImage: AffineMap
    public let width: Int
    public let height: Int
    /// The image without blank edges.
    let content: PresentationState.Rectangle

    /// Orientation, framing and polarity of the image; ``PresentationState/identity`` where it was taken as it is.
    public let pose: PresentationState
    /// Whether blank areas of the radiograph count as picture.
    let includesBlankAreas: Bool

    /// Resamples the radiograph through a pose, once, and prepares it; what the frame shows beyond the image's edge
    /// is masked out.
    package init(_ radiograph: Radiograph, pose: PresentationState, parameters: PreparationParameters) {
        let map = pose.frameToImage(width: radiograph.width, height: radiograph.height)
        var sampled = radiograph.resampled(through: map, size: parameters.size)
        if pose.isInverted { sampled.image.pixels = sampled.image.pixels.map { 1 - $0 } }
        self.init(sampled.image, coverage: sampled.coverage, radiograph, pose: pose, map, parameters)
    }

    /// Resamples the whole radiograph to the frame, whatever its aspect ratio, and prepares it.
    public init(_ radiograph: Radiograph, parameters: PreparationParameters) {
        let (image, coverage) = radiograph.resampled(width: parameters.size, height: parameters.size)
        self.init(image, coverage: coverage, radiograph, pose: .identity, .identity, parameters)
    }

    private init(
        _ image: Image, coverage: Image?, _ radiograph: Radiograph, pose: PresentationState, _ frameToImage: AffineMap,
        _ parameters: PreparationParameters
    ) {
        let partly = coverage.flatMap { coverage in coverage.pixels.contains { $0 < 0.5 } ? coverage : nil }
        prepared = PreparedImage(image, coverage: partly, parameters: parameters)
        validity = partly.map { coverage in
            Image(
                width: coverage.width, height: coverage.height, pixels: coverage.pixels.map { $0 >= 0.5 ? 1 : 0 })
        }
        moving = MovingImage(prepared, validity: validity)
        self.frameToImage = frameToImage
        width = radiograph.width
        height = radiograph.height
        content = radiograph.content
        self.pose = pose
        includesBlankAreas = radiograph.includesBlankAreas
    }

    /// The radiograph through a pose, or the whole of it where the pose says nothing.
    init(_ radiograph: Radiograph, in pose: PresentationState, parameters: PreparationParameters) {
        if pose == .identity {
            self.init(radiograph, parameters: parameters)
        } else {
            self.init(radiograph, pose: pose, parameters: parameters)
        }
    }

    /// The share of the frame where no picture shows, in [0, 1].
    package var emptyShare: Float {
        guard let validity else { return 0 }
        return 1 - validity.pixels.reduce(0, +) / Float(validity.pixels.count)
    }

    /// The share of the image, without its blank edges, that lies outside the frame, in [0, 1].
    var unframedShare: Float {
        if frameToImage == .identity { return 0 }
        guard let imageToFrame = frameToImage.inverse else { return 1 }
        let side = 32
        let outside = (0..<side * side).count { index in
            let place = imageToFrame.apply(
                x: content.x + content.width * (Double(index % side) + 0.5) / Double(side),
                y: content.y + content.height * (Double(index / side) + 0.5) / Double(side))
            return !(0..<1).contains(place.x) || !(0..<1).contains(place.y)
        }
        return Float(outside) / Float(side * side)
    }

    /// The image mirrored, from what was prepared already.
    var mirrored: QueryImage { QueryImage(mirroring: self) }

    private init(mirroring other: QueryImage) {
        prepared = other.prepared.mirrored
        validity = other.validity?.mirrored
        moving = MovingImage(prepared, validity: validity)
        let pose = other.pose.turnedOver
        self.pose = pose
        frameToImage = pose.frameToImage(width: other.width, height: other.height)
        width = other.width
        height = other.height
        content = other.content
        includesBlankAreas = other.includesBlankAreas
    }

    /// A reference's own radiograph, from what its set holds ready.
    init(_ reference: Reference, parameters: ReferenceParameters) {
        prepared = reference.prepared
        validity = nil
        moving = MovingImage(prepared)
        pose = .identity
        includesBlankAreas = false
        frameToImage = .identity
        width = parameters.preparation.size
        height = parameters.preparation.size
        content = .whole
    }
}
