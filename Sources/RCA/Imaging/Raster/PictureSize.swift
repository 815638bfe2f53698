/// The sides of a picture, in pixels.
public struct PictureSize: Sendable, Equatable {
    public let width: Int
    public let height: Int

    /// - Precondition: both sides are positive.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture has pixels")
        self.width = width
        self.height = height
    }
}
