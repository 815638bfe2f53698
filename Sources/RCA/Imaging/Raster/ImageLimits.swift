package import Files

/// The largest picture that is decoded. A file's header is held against it before any memory is taken, so
/// that a few bytes that claim a huge picture (a decompression bomb) cost nothing.
public struct ImageLimits: Sendable, Equatable {
    /// Pixels along either side.
    public var side: Int
    /// Pixels in all. A decoded pixel costs one byte, or two where the file has 16 bits a sample.
    public var pixels: Int
    /// Bytes of the file itself.
    public var fileBytes: Int

    /// 65,535 a side, 268,435,456 pixels (16,384 × 16,384) and a file of 1 GiB: several times the largest
    /// radiograph, and what a worker on a shared node survives.
    public static let standard = ImageLimits(side: 65_535, pixels: 1 << 28, fileBytes: 1 << 30)

    public init(side: Int, pixels: Int, fileBytes: Int = 1 << 30) {
        self.side = side
        self.pixels = pixels
        self.fileBytes = fileBytes
    }

    /// - Throws: ``InputError`` (`image too large`), naming `name`, for a picture above the limits.
    package func check(width: Int, height: Int, named name: String) throws(InputError) {
        let count = width.multipliedReportingOverflow(by: height)
        guard width <= side, height <= side, !count.overflow, count.partialValue <= pixels else {
            throw InputError(
                .imageTooLarge, name,
                "is \(width) × \(height) pixels, above the limit of \(side) a side and \(pixels) in all",
                remedy: "check that the file is meant, or shrink it")
        }
    }
}
