#if JPEG
import Files
import CJPEG

/// Reads JPEG files, by libjpeg-turbo, as luminance of 8 bits. Pointers stay inside this file.
///
/// Grey and colour (YCbCr, RGB), sequential and progressive. A picture that a camera or scanner calls turned (EXIF
/// orientation) is turned as viewers show it. Densities are ignored: they tell how large to print.
enum JPEGReader {
    static func grayscaleImage(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try Decoder(buffer, named: name)
            return try decoder.decode(limits)
        }
    }

    private struct Decoder: ~Copyable {
        private let reader: OpaquePointer
        private let name: String
        private let size: Int

        /// - Precondition: `bytes` are not empty and outlive the decoder.
        init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws(InputError) {
            guard let reader = cjpeg_reader_create(bytes.baseAddress, bytes.count) else {
                throw InputError(.imageTooLarge, name, "does not fit into memory", remedy: "use fewer threads")
            }
            self.reader = reader
            self.name = name
            size = bytes.count
        }

        deinit { cjpeg_reader_destroy(reader) }

        func decode(_ limits: ImageLimits) throws(InputError) -> GrayscaleImage {
            var header = cjpeg_header()
            try check(cjpeg_read_header(reader, &header))
            let (width, height) = (Int(header.width), Int(header.height))
            try limits.check(width: width, height: height, named: name)
            switch header.colour {
            case CJPEG_GREY, CJPEG_COLOUR: break
            case CJPEG_INKS:
                throw InputError(
                    .formatUnsupported, name, "is a CMYK JPEG, made for printing",
                    remedy: "convert it to grey (magick image.jpg -colorspace Gray image.png)")
            default:
                throw InputError(
                    .formatUnsupported, name, "is a JPEG of an unknown colour space", remedy: "convert it to PNG")
            }
            // Huffman's codes need a bit for every 8 × 8 pixels: asked for before there is room for the pixels.
            guard header.is_arithmetic || width * height / 512 <= size else { throw failure(CJPEG_ENDS_EARLY) }
            let exif = header.exif.map { Array(UnsafeBufferPointer(start: $0, count: header.exif_size)) } ?? []
            var status = CJPEG_OK
            let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
                status = cjpeg_read_pixels(reader, buffer.baseAddress)
                count = status == CJPEG_OK ? width * height : 0
            }
            try check(status)
            let turn = EXIFOrientation(tiff: exif).turn(width: width, height: height)
            return GrayscaleImage(
                width: turn.newWidth, height: turn.newHeight, samples: .eightBit(turn.applied(to: pixels)))
        }

        private func check(_ status: cjpeg_status) throws(InputError) {
            guard status == CJPEG_OK else { throw failure(status) }
        }

        private func failure(_ status: cjpeg_status) -> InputError {
            let problem =
                status == CJPEG_ENDS_EARLY
                ? "ends before its picture does" : "is damaged (\(String(cString: cjpeg_message(reader))))"
            return InputError(.fileDamaged, name, problem, remedy: "copy or export it again")
        }
    }
}
#endif
