/// A decoded picture as luminance, at the file's own depth: `height` rows of `width` samples, row-major,
/// the first row at the top.
public struct GrayscaleImage: Sendable, Equatable {
    /// Samples keep the width of the file's, so that an 8-bit radiograph costs a byte a pixel.
    public enum Samples: Sendable, Equatable {
        /// 0 black to 255 white.
        case eightBit([UInt8])
        /// 0 black to 65535 white.
        case sixteenBit([UInt16])
    }

    public let width: Int
    public let height: Int
    public let samples: Samples
    /// The distance between pixels, where the file knows it (DICOM, NIfTI).
    public var pixelSpacing: PixelSpacing?
    /// How the file's array was laid down, where the file says how its picture lies in the patient (NIfTI).
    public var fileTurn: PictureTurn?

    package var size: PictureSize { PictureSize(width: width, height: height) }

    /// - Precondition: both sides are positive and `samples` holds `width * height` values.
    public init(width: Int, height: Int, samples: Samples, pixelSpacing: PixelSpacing? = nil) {
        let count =
            switch samples {
            case .eightBit(let values): values.count
            case .sixteenBit(let values): values.count
            }
        precondition(width > 0 && height > 0 && count == width * height, "samples do not fill the image")
        self.width = width
        self.height = height
        self.samples = samples
        self.pixelSpacing = pixelSpacing
    }
}

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
