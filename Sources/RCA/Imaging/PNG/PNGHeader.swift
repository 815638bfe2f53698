/// What a PNG file says about its picture before the first pixel.
public struct PNGHeader: Sendable, Equatable {
    public enum Colour: Sendable, Equatable {
        case grey, greyAlpha, palette, rgb, rgbAlpha
    }

    public let width: Int
    public let height: Int
    /// Bits a sample: 1, 2, 4, 8 or 16.
    public let bitDepth: Int
    public let colour: Colour
    /// Whether the rows come in the seven passes of Adam7.
    public let isInterlaced: Bool

    public init(width: Int, height: Int, bitDepth: Int, colour: Colour, isInterlaced: Bool) {
        self.width = width
        self.height = height
        self.bitDepth = bitDepth
        self.colour = colour
        self.isInterlaced = isInterlaced
    }
}
