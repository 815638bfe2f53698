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
