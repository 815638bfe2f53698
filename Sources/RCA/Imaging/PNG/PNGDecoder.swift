import CPNG
import Files

/// One pass of libpng over bytes in memory: the header, then the pixels. Pointers stay inside this file.
struct PNGDecoder: ~Copyable {
    private let reader: OpaquePointer
    private let name: String
    private let start: UnsafeBufferPointer<UInt8>

    /// - Precondition: `bytes` outlive the decoder.
    init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws(InputError) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            throw InputError(.fileEmpty, name, "is empty (0 bytes)", remedy: "copy or export it again")
        }
        guard let reader = cpng_reader_create(start, bytes.count) else { throw Self.outOfMemory(name) }
        self.reader = reader
        self.name = name
        self.start = bytes
    }

    deinit { cpng_reader_destroy(reader) }

    func readHeader(_ limits: ImageLimits) throws(InputError) -> PNGHeader {
        var header = cpng_header()
        let allowed = cpng_limits(side: UInt32(clamping: limits.side), pixels: UInt64(clamping: limits.pixels))
        let status = cpng_read_header(reader, allowed, &header)
        guard status != CPNG_TOO_LARGE else {
            throw InputError(
                .imageTooLarge, name,
                "is \(header.width) × \(header.height) pixels, above the limit of \(limits.side) a side and "
                    + "\(limits.pixels) in all", remedy: "check that the file is meant, or shrink it")
        }
        guard status == CPNG_OK else { throw failure(status) }
        let colour: PNGHeader.Colour =
            switch Int(header.colour_type) {
            case CPNG_RGB: .rgb
            case CPNG_PALETTE: .palette
            case CPNG_GREY_ALPHA: .greyAlpha
            case CPNG_RGB_ALPHA: .rgbAlpha
            default: .grey
            }
        return PNGHeader(
            width: Int(header.width), height: Int(header.height), bitDepth: Int(header.bit_depth), colour: colour,
            isInterlaced: header.is_interlaced)
    }

    /// - Precondition: `count` is the header's width times height, and `Sample` as wide as its samples.
    func readPixels<Sample: FixedWidthInteger>(_ count: Int, _ mode: cpng_mode) throws(InputError) -> [Sample] {
        guard cpng_can_hold_pixels(reader) else { throw failure(CPNG_ENDS_EARLY) }
        var status = CPNG_OK
        let pixels = [Sample](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            status = cpng_read_pixels(reader, mode, buffer.baseAddress)
            initializedCount = status == CPNG_OK ? count : 0
        }
        guard status == CPNG_OK else { throw failure(status) }
        return pixels
    }

    private func failure(_ status: cpng_status) -> InputError {
        let again = "copy or export it again"
        return switch status {
        case CPNG_NOT_PNG:
            InputError(
                .formatUnsupported, name, "is not a PNG file\(Self.guessFormat(start))", remedy: "convert it to PNG")
        case CPNG_ENDS_EARLY:
            InputError(.fileDamaged, name, "ends before its picture does", remedy: again)
        case CPNG_COLOURED:
            InputError(
                .formatUnsupported, name, "is a coloured picture, not a label map: red, green and blue differ",
                remedy: "save the labels as grey values or palette indices")
        case CPNG_OUT_OF_MEMORY:
            Self.outOfMemory(name)
        default:
            InputError(.fileDamaged, name, "is damaged (\(String(cString: cpng_message(reader))))", remedy: again)
        }
    }

    private static func outOfMemory(_ name: String) -> InputError {
        InputError(.imageTooLarge, name, "does not fit into memory", remedy: "use fewer threads, or shrink it")
    }

    private static func guessFormat(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if bytes.starts(with: [0xff, 0xd8, 0xff]) { return " but a JPEG file" }
        if bytes.starts(with: [0x49, 0x49, 0x2a, 0]) || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a]) {
            return " but a TIFF file"
        }
        if bytes.starts(with: [0x1f, 0x8b]) { return " but a gzip file" }
        if bytes.dropFirst(128).starts(with: "DICM".utf8) { return " but a DICOM file" }
        return ""
    }
}
