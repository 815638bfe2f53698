public import Files

/// Radiographs of the JSRT database as they are distributed (Shiraishi et al. 2000): 2048 rows of 2048 samples of 12
/// bits, each in two bytes, the higher first, without a header. Small samples are where the radiograph is white.
public enum JSRTRadiograph {
    public static let side = 2048
    static let largestSample = 4095

    /// The radiograph in 8 bits, 0 black to 255 white, so that lungs are dark. Samples above 4095 are black.
    ///
    /// - Parameter name: for the error.
    /// - Throws: ``InputError`` (`file damaged`) for any other number of bytes.
    public static func image(from bytes: [UInt8], named name: String) throws(InputError) -> GrayscaleImage {
        let expected = 2 * side * side
        guard bytes.count == expected else {
            throw InputError(
                .fileDamaged, name, "has \(bytes.count) bytes, a JSRT radiograph \(expected) (2048 × 2048 of 2)",
                remedy: "unpack or download it again")
        }
        let samples = stride(from: 0, to: expected, by: 2).map { place -> UInt8 in
            let sample = min(Int(bytes[place]) << 8 | Int(bytes[place + 1]), largestSample)
            return UInt8(((largestSample - sample) * 255 + largestSample / 2) / largestSample)
        }
        return GrayscaleImage(width: side, height: side, samples: .eightBit(samples))
    }
}
