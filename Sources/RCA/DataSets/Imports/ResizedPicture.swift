import Imaging

/// Images at the size of references.
enum ResizedPicture {
    /// Means over the area of each pixel, so that nothing fine turns into a pattern; as deep as the image was.
    static func image(_ image: GrayscaleImage, width: Int, height: Int) -> GrayscaleImage {
        if image.width == width && image.height == height { return image }
        let pixels = image.resampled(width: width, height: height).pixels
        let samples: GrayscaleImage.Samples =
            switch image.samples {
            case .eightBit: .eightBit(pixels.map { UInt8(($0 * 255).rounded()) })
            case .sixteenBit: .sixteenBit(pixels.map { UInt16(($0 * 65535).rounded()) })
            }
        return GrayscaleImage(width: width, height: height, samples: samples)
    }
}
