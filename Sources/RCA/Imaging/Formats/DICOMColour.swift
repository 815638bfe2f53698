#if DICOM
/// The luminance of colours as DICOM stores them: `0.299 R + 0.587 G + 0.114 B`, as of a PNG.
enum DICOMColour {
    /// The colour spaces that are read, once decoded.
    static let interpretations = ["RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT"]

    /// The luminance of RGB samples; YBR becomes RGB first (PS3.3, C.7.6.3.1.2). Up to 8 bits give 8, more give 16.
    ///
    /// - Returns: nil where there are not enough samples.
    static func luminance(_ samples: DICOMSamples, _ header: DICOMHeader) -> GrayscaleImage.Samples? {
        let count = header.width * header.height
        if samples.photometric == "YBR_FULL_422", samples.bytes.count < 3 * count {
            return halved(samples, header)
        }
        guard let values = samples.values(from: 0, count: 3 * count, header) else { return nil }
        let (pixelStep, colourStep) = samples.isPlanar ? (1, count) : (3, 1)
        let isYBR = samples.photometric.hasPrefix("YBR_FULL")
        func colour(_ index: Int) -> (Int, Int, Int) {
            let start = index * pixelStep
            let (first, second, third) = (
                Int(values[start]), Int(values[start + colourStep]), Int(values[start + 2 * colourStep])
            )
            return isYBR ? rgb(first, second, third, bits: header.bitsStored) : (first, second, third)
        }
        let top = (1 << header.bitsStored) - 1
        func grey(_ index: Int, most: Int) -> Int { (luminance(colour(index)) * most + top / 2) / top }
        if header.bitsStored <= 8 {
            return .eightBit((0..<count).map { UInt8(truncatingIfNeeded: grey($0, most: 255)) })
        }
        return .sixteenBit((0..<count).map { UInt16(truncatingIfNeeded: grey($0, most: 65535)) })
    }

    /// Two pixels have a brightness each and share their colour.
    private static func halved(_ samples: DICOMSamples, _ header: DICOMHeader) -> GrayscaleImage.Samples? {
        let count = header.width * header.height
        guard header.bitsStored == 8, samples.bitsAllocated == 8, header.width.isMultiple(of: 2),
            samples.bytes.count >= 2 * count
        else { return nil }
        return .eightBit(
            (0..<count).map { index in
                let start = index / 2 * 4
                let colour = rgb(
                    Int(samples.bytes[start + index % 2]), Int(samples.bytes[start + 2]), Int(samples.bytes[start + 3]),
                    bits: 8)
                return UInt8(truncatingIfNeeded: luminance(colour))
            })
    }

    /// The luminance of a picture whose samples are numbers of colours in three tables.
    static func luminance(
        ofPalette samples: [UInt16], isSigned: Bool, bitsStored: Int, _ tables: [DICOMTable]
    ) -> GrayscaleImage.Samples {
        let bits = tables.map(\.bits).max() ?? 8
        let count = 1 << bitsStored
        let greys = (0..<count).map { number in
            let index = Double(isSigned && number >= count / 2 ? number - count : number)
            return luminance((Int(tables[0].entry(index)), Int(tables[1].entry(index)), Int(tables[2].entry(index))))
        }
        if bits <= 8 { return .eightBit(samples.map { UInt8(truncatingIfNeeded: greys[Int($0)]) }) }
        return .sixteenBit(samples.map { UInt16(truncatingIfNeeded: greys[Int($0)]) })
    }

    /// ITU-R BT.601 in 16-bit fixed point.
    private static func luminance(_ colour: (red: Int, green: Int, blue: Int)) -> Int {
        let sum: Int = 19595 * colour.red + 38470 * colour.green + 7471 * colour.blue
        return (sum + 32768) >> 16
    }

    private static func rgb(_ brightness: Int, _ blueness: Int, _ redness: Int, bits: Int) -> (Int, Int, Int) {
        let half = 1 << (bits - 1)
        let (y, blue, red) = (Double(brightness), Double(blueness - half), Double(redness - half))
        func rounded(_ value: Double) -> Int { Int(min(max((value + 0.5).rounded(.down), 0), Double(2 * half - 1))) }
        return (
            rounded(y + 1.402 * red), rounded(y - 0.114 * 1.772 / 0.587 * blue - 0.299 * 1.402 / 0.587 * red),
            rounded(y + 1.772 * blue)
        )
    }
}
#endif
