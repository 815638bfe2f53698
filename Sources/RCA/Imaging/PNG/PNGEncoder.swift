import CPNG

/// Encodes any kind of PNG, those too that ``PNGWriter`` has no use for. Pointers stay inside this file.
package struct PNGEncoder {
    package var header: PNGHeader
    /// Red, green, blue triples; empty unless the colour is `palette`.
    package var palette: [UInt8] = []
    package var compression: PNGWriter.Compression

    package init(
        width: Int, height: Int, bitDepth: Int, colour: PNGHeader.Colour, isInterlaced: Bool = false,
        compression: PNGWriter.Compression = .standard
    ) {
        header = PNGHeader(
            width: width, height: height, bitDepth: bitDepth, colour: colour, isInterlaced: isInterlaced)
        self.compression = compression
    }

    /// Bytes of a row as the file packs it: samples of less than a byte share one, the leftmost in the high bits.
    package var rowBytes: Int { (header.width * channelCount * header.bitDepth + 7) / 8 }

    /// - Precondition: `pixels` holds `height` rows of ``rowBytes``, bytes or 16-bit samples in the machine's
    ///   order, and PNG knows the combination of colour and depth.
    package func encode<Sample: FixedWidthInteger>(_ pixels: [Sample]) -> [UInt8] {
        precondition(
            pixels.count * MemoryLayout<Sample>.size == header.height * rowBytes, "pixels do not fill the rows")
        var bytes = cpng_bytes()
        let status = pixels.withUnsafeBytes { pixels in
            palette.withUnsafeBufferPointer { palette in
                var picture = cpng_picture()
                picture.header = cpng_header(
                    width: UInt32(header.width), height: UInt32(header.height), bit_depth: UInt8(header.bitDepth),
                    colour_type: colourType, is_interlaced: header.isInterlaced)
                picture.pixels = pixels.baseAddress
                picture.row_bytes = rowBytes
                picture.palette = palette.isEmpty ? nil : palette.baseAddress
                picture.palette_count = Int32(palette.count / 3)
                picture.compression_level = Int32(compression.rawValue)
                return cpng_encode(&picture, &bytes)
            }
        }
        defer { cpng_bytes_free(&bytes) }
        guard status == CPNG_OK else {
            preconditionFailure("libpng cannot encode \(header): status \(status.rawValue)")
        }
        return Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count))
    }

    private var channelCount: Int {
        switch header.colour {
        case .grey, .palette: 1
        case .greyAlpha: 2
        case .rgb: 3
        case .rgbAlpha: 4
        }
    }

    private var colourType: UInt8 {
        switch header.colour {
        case .grey: UInt8(CPNG_GREY)
        case .palette: UInt8(CPNG_PALETTE)
        case .greyAlpha: UInt8(CPNG_GREY_ALPHA)
        case .rgb: UInt8(CPNG_RGB)
        case .rgbAlpha: UInt8(CPNG_RGB_ALPHA)
        }
    }
}
