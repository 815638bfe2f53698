#if DICOM
/// What a DICOM file says about its picture.
struct DICOMHeader {
    let width: Int
    let height: Int
    let frames: Int
    let samplesPerPixel: Int
    let bitsAllocated: Int
    let bitsStored: Int
    let highBit: Int
    let isSigned: Bool
    let isLossless: Bool
    /// Whether the pixels are compressed by JPEG 2000, which DCMTK does not decode.
    let isJPEG2000: Bool
    let photometric: String
    /// The rescale of stored to modality values; 1 and 0 where the file has none, or one of slope 0.
    let slope: Double
    let intercept: Double
    /// The first window.
    let window: DICOMWindow?
    /// Whether the file is one of the two kinds of segmentation.
    let isSegmentation: Bool
    /// `BINARY`, `FRACTIONAL`, `LABELMAP`, or empty.
    let segmentationType: String
    /// What stands for a fraction of one.
    let mostFractional: Int
    let pixelSpacing: PixelSpacing?

    var isGrey: Bool { samplesPerPixel == 1 && photometric.hasPrefix("MONOCHROME") }
}

/// Decoded samples of a file's frames, as it stores them.
struct DICOMSamples {
    /// Little-endian.
    let bytes: [UInt8]
    /// 1, 8 or 16.
    let bitsAllocated: Int
    /// Where a sample's lowest bit is.
    let lowestBit: Int
    /// All samples of the first colour come first.
    let isPlanar: Bool
    /// What the colours are once decoded.
    let photometric: String

    /// Samples from a position on, the bits beyond those that are stored cut off.
    ///
    /// - Returns: nil where there are not so many.
    func values(from start: Int, count: Int, _ header: DICOMHeader) -> [UInt16]? {
        guard bytes.count >= ((start + count) * bitsAllocated + 7) / 8 else { return nil }
        // Bits of single-bit samples follow each other, from one frame to the next as well (PS3.5, 8.1.1).
        if bitsAllocated == 1 {
            return (start..<start + count).map { place in
                let bit: UInt8 = bytes[place >> 3] >> UInt8(place & 7)
                return UInt16(bit & 1)
            }
        }
        let shift = UInt16(lowestBit)
        let mask = UInt16(truncatingIfNeeded: (1 << header.bitsStored) - 1)
        if bitsAllocated == 8 { return bytes[start..<start + count].map { UInt16($0) >> shift & mask } }
        guard bitsAllocated == 16 else { return nil }
        return [UInt16](unsafeUninitializedCapacity: count) { buffer, written in
            for index in 0..<count {
                let position = 2 * (start + index)
                let sample = UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
                buffer.initializeElement(at: index, to: sample >> shift & mask)
            }
            written = count
        }
    }
}
#endif
