#if GIF
import Files
import CGIF

/// Reads GIF files of one frame, by giflib. Pointers stay inside this file.
enum GIFReader {
    static func picture(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> PalettePicture {
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
            guard let start = bytes.baseAddress, let reader = cgif_reader_create(start, bytes.count) else {
                throw InputError(.imageTooLarge, name, "does not fit into memory", remedy: "use fewer threads")
            }
            self.reader = reader
            self.name = name
            size = bytes.count
        }

        deinit { cgif_reader_destroy(reader) }

        func decode(_ limits: ImageLimits) throws(InputError) -> PalettePicture {
            var header = cgif_header()
            try check(cgif_read_header(reader, &header))
            let (width, height) = (Int(header.width), Int(header.height))
            guard width > 0, height > 0 else { throw failure(CGIF_NO_FRAME) }
            try limits.check(width: width, height: height, named: name)
            // A code of 12 bits stands for 4096 pixels at most: asked for before there is room for the pixels.
            guard width * height / 2731 <= size else { throw failure(CGIF_ENDS_EARLY) }
            var status = CGIF_OK
            let indices = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
                guard let start = buffer.baseAddress else { return }
                status = cgif_read_pixels(reader, start)
                count = status == CGIF_OK ? width * height : 0
            }
            try check(status)
            let channels = withUnsafeBytes(of: header.palette) { Array($0) }
            let palette = (0..<Int(header.palette_count)).map {
                RGBColor(red: channels[3 * $0], green: channels[3 * $0 + 1], blue: channels[3 * $0 + 2])
            }
            return PalettePicture(width: width, height: height, indices: indices, palette: palette)
        }

        private func check(_ status: cgif_status) throws(InputError) {
            guard status == CGIF_OK else { throw failure(status) }
        }

        private func failure(_ status: cgif_status) -> InputError {
            let again = "copy or export it again"
            return switch status {
            case CGIF_ENDS_EARLY: InputError(.fileDamaged, name, "ends before its picture does", remedy: again)
            case CGIF_NO_FRAME: InputError(.fileDamaged, name, "is a GIF without a picture", remedy: again)
            case CGIF_FRAME_OUTSIDE:
                InputError(.fileDamaged, name, "is damaged (its frame leaves the picture)", remedy: again)
            case CGIF_PART_WITH_OWN_COLOURS:
                InputError(
                    .formatUnsupported, name, "is a GIF whose frame leaves out a part of the picture",
                    remedy: "save it as one whole frame (magick image.gif -coalesce image.png)")
            case CGIF_SEVERAL_FRAMES:
                InputError(
                    .formatUnsupported, name, "is a GIF of several frames",
                    remedy: "save the frame that is meant (magick 'image.gif[0]' image.png)")
            default:
                InputError(.fileDamaged, name, "is damaged (\(String(cString: cgif_message(reader))))", remedy: again)
            }
        }
    }
}
#endif
