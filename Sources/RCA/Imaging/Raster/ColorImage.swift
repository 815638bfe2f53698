/// A colour of 8 bits a channel, for palettes.
public struct RGBColor: Sendable, Equatable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}

/// A picture to look at: `height` rows of `width` pixels, each red, green, blue, row-major, the first row at
/// the top.
public struct ColorImage: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// Three bytes a pixel.
    public var channels: [UInt8]

    /// - Precondition: both sides are positive and `channels` holds `3 * width * height` values.
    public init(width: Int, height: Int, channels: [UInt8]) {
        precondition(width > 0 && height > 0 && channels.count == 3 * width * height, "channels do not fill the image")
        self.width = width
        self.height = height
        self.channels = channels
    }
}
