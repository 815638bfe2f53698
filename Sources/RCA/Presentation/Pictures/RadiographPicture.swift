import Imaging

/// A part of a radiograph as a small grey PNG, its contrast spread.
enum RadiographPicture {
    /// Grey values kept. More would be noise that costs bytes.
    private static let greys: Float = 40
    /// The darkest and the brightest hundredth of the pixels are not worth a contrast of their own.
    private static let clipped = 0.01

    /// - Parameters:
    ///   - frame: the part, which has to lie within the radiograph.
    ///   - width, height: of the PNG in pixels.
    static func png(_ radiograph: GrayscaleImage, frame: PictureFrame, width: Int, height: Int) -> [UInt8] {
        let pixels = greys(radiograph, frame: frame, width: width, height: height)
        return PNGWriter.encode(GrayscaleImage(width: width, height: height, samples: .eightBit(pixels)))
    }

    /// The part at a size: 0 black to 255 white.
    static func greys(_ radiograph: GrayscaleImage, frame: PictureFrame, width: Int, height: Int) -> [UInt8] {
        let (across, down) = (Double(radiograph.width) * frame.width, Double(radiograph.height) * frame.height)
        let map = AffineMap(
            xx: across / Double(width), xy: 0, x0: frame.x * Double(radiograph.width),
            yx: 0, yy: down / Double(height), y0: frame.y * Double(radiograph.height))
        let values = radiograph.resampled(through: map, width: width, height: height).image.pixels
        let sorted = values.sorted()
        let low = sorted[Int(Double(sorted.count - 1) * clipped)]
        let high = sorted[Int(Double(sorted.count - 1) * (1 - clipped))]
        let range = high > low ? high - low : 1
        return values.map { value in
            let share = min(max((value - low) / range, 0), 1)
            return UInt8(((share * (greys - 1)).rounded() / (greys - 1) * 255).rounded())
        }
    }
}
