import Imaging

/// Where a mask is probably wrong, as a small PNG to be laid over its radiograph: the stronger the colour, the more
/// probably.
enum ErrorPicture {
    /// The colours of what is missing and of what is too much, as in `report.css`.
    private static let missing: [UInt8] = [0x45, 0xc8, 0xff]
    private static let extra: [UInt8] = [0xff, 0xb0, 0x00]
    /// Of a place that is surely wrong: the radiograph is still to be seen.
    private static let opacity = 0.6
    /// More steps would cost bytes that nobody sees.
    private static let steps = 8.0
    /// Pixels of the picture that one of the PNG covers along a side.
    private static let coarseness = 2

    /// - Parameters:
    ///   - errors: over the whole image: red too much, green missing.
    ///   - frame: the part of the image that is shown.
    ///   - width, height: of the picture that it is laid over, in pixels.
    static func png(_ errors: ColorImage, frame: PictureFrame, width: Int, height: Int) -> [UInt8] {
        let (width, height) = (max(width / coarseness, 1), max(height / coarseness, 1))
        var pixels = [UInt8](repeating: 0, count: 4 * width * height)
        for y in 0..<height {
            let row = place((Double(y) + 0.5) / Double(height) * frame.height + frame.y, of: errors.height)
            for x in 0..<width {
                let column = place((Double(x) + 0.5) / Double(width) * frame.width + frame.x, of: errors.width)
                let start = 3 * (row * errors.width + column)
                let (tooMuch, lacking) = (errors.channels[start], errors.channels[start + 1])
                let share = (Double(max(tooMuch, lacking)) / 255 * steps).rounded() / steps
                guard share > 0 else { continue }
                let pixel = 4 * (y * width + x)
                let colour = tooMuch >= lacking ? extra : missing
                for channel in 0..<3 { pixels[pixel + channel] = colour[channel] }
                pixels[pixel + 3] = UInt8((share * opacity * 255).rounded())
            }
        }
        return PNGEncoder(width: width, height: height, bitDepth: 8, colour: .rgbAlpha).encode(pixels)
    }

    private static func place(_ share: Double, of count: Int) -> Int {
        min(max(Int(share * Double(count)), 0), count - 1)
    }
}
