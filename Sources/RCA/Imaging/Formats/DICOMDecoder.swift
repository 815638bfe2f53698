#if DICOM
import Files
import CDICOM

/// DCMTK over bytes in memory. Pointers stay inside this file.
struct DICOMDecoder: ~Copyable {
    private let reader: OpaquePointer
    private let name: String

    /// - Precondition: `bytes` are not empty and outlive the decoder.
    init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String, limits: ImageLimits) throws(InputError) {
        guard let reader = cdicom_reader_create(bytes.baseAddress, bytes.count, limits.fileBytes) else {
            throw Self.outOfMemory(name)
        }
        self.reader = reader
        self.name = name
    }

    deinit { cdicom_reader_destroy(reader) }

    /// - Throws: ``InputError`` for a file that is damaged, has no picture or one above the limits, or is compressed in
    ///   a way that is not decoded.
    func header(_ limits: ImageLimits) throws(InputError) -> DICOMHeader {
        var header = cdicom_header()
        try check(cdicom_read_header(reader, &header))
        let (width, height) = (Int(header.width), Int(header.height))
        guard header.has_pixels, width > 0, height > 0 else {
            throw InputError(
                .formatUnsupported, name, "is a DICOM file without pixels", remedy: "give the file of the image")
        }
        try limits.check(width: width, height: height, named: name)
        let sopClass = Self.text(of: header.sop_class)
        let isSegmentation =
            sopClass == "1.2.840.10008.5.1.4.1.1.66.4" || sopClass == "1.2.840.10008.5.1.4.1.1.66.7"
        guard header.frames >= 0, header.frames <= 65_535,
            width * height <= limits.pixels / max(1, isSegmentation ? Int(header.frames) : 1)
        else {
            throw InputError(
                .imageTooLarge, name, "has \(header.frames) frames of \(width) × \(height) pixels",
                remedy: "export the one that is meant")
        }
        guard (1...16).contains(header.bits_stored), header.bits_stored <= header.bits_allocated,
            header.high_bit < header.bits_allocated, header.high_bit + 1 >= header.bits_stored
        else {
            throw InputError(
                .formatUnsupported, name,
                "has \(header.bits_stored) bits a pixel in \(header.bits_allocated), which is not read (1 to 16)",
                remedy: "export it again, with 8 to 16 bits a pixel")
        }
        guard [1, 8, 16].contains(header.bits_allocated) else {
            throw InputError(
                .formatUnsupported, name, "has \(header.bits_allocated) bits a sample, which is not read (1, 8 or 16)",
                remedy: "export it with 8 or 16")
        }
        #if !JPEG2000
        guard !header.is_jpeg_2000 else { throw unknownSyntax(Self.text(of: header.syntax)) }
        #endif
        let hasSlope = header.slope.isFinite && header.slope != 0 && header.intercept.isFinite
        let function = DICOMWindow.Function(rawValue: Self.text(of: header.window_function)) ?? .linear
        return DICOMHeader(
            width: width, height: height, frames: max(1, Int(header.frames)),
            samplesPerPixel: Int(header.samples_per_pixel), bitsAllocated: Int(header.bits_allocated),
            bitsStored: Int(header.bits_stored), highBit: Int(header.high_bit), isSigned: header.is_signed,
            isLossless: header.is_lossless, isJPEG2000: header.is_jpeg_2000,
            photometric: Self.text(of: header.photometric), slope: hasSlope ? header.slope : 1,
            intercept: hasSlope ? header.intercept : 0,
            window: header.has_window
                ? DICOMWindow(centre: header.window_centre, width: header.window_width, function: function) : nil,
            isSegmentation: isSegmentation, segmentationType: Self.text(of: header.segmentation_type),
            mostFractional: Int(header.most_fractional),
            pixelSpacing: PixelSpacing(row: header.row_spacing, column: header.column_spacing))
    }

    /// The decoded samples of all frames.
    func samples(_ header: DICOMHeader) throws(InputError) -> DICOMSamples {
        #if JPEG2000
        if header.isJPEG2000 {
            var bytes: [UInt8] = []
            for frame in 0..<header.frames {
                try withFragments(frame, header.frames) { (fragments) throws(InputError) in
                    bytes += try JPEG2000Decoder(fragments, named: name).samples(as: header)
                }
            }
            return DICOMSamples(
                bytes: bytes, bitsAllocated: header.bitsStored > 8 ? 16 : 8, lowestBit: 0, isPlanar: false,
                photometric: header.photometric)
        }
        #endif
        var pixels = cdicom_pixels()
        try check(cdicom_stored(reader, &pixels))
        return DICOMSamples(
            bytes: Array(UnsafeBufferPointer(start: pixels.bytes, count: pixels.size)),
            bitsAllocated: Int(pixels.bits_allocated),
            lowestBit: max(0, min(header.highBit, Int(pixels.bits_allocated) - 1) + 1 - header.bitsStored),
            isPlanar: pixels.is_planar, photometric: Self.text(of: pixels.photometric))
    }

    private func withFragments(
        _ frame: Int, _ frames: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(InputError) -> Void
    ) throws(InputError) {
        var start: UnsafePointer<UInt8>?
        var count = 0
        try check(cdicom_fragments(reader, UInt32(frame), UInt32(frames), &start, &count))
        try body(UnsafeBufferPointer(start: start, count: count))
    }

    /// The table of a kind; nil where the file has none.
    ///
    /// - Throws: ``InputError`` where it has fewer entries than it says, or segments that make no sense.
    func table(_ kind: cdicom_table_kind) throws(InputError) -> DICOMTable? {
        var table = cdicom_table()
        guard cdicom_find_table(reader, kind, &table) else { return nil }
        let words = Array(UnsafeBufferPointer(start: table.values, count: table.value_count))
        let count = Int(table.count)
        let isPacked = table.is_segmented ? table.bits <= 8 : words.count < count && 2 * words.count >= count
        var entries = isPacked ? words.flatMap { [$0 & 255, $0 >> 8] } : words
        if table.is_segmented {
            entries = DICOMSegments.entries(entries, bytes: isPacked ? 1 : 2, limit: count) ?? []
        } else {
            guard entries.count >= count else { throw damaged("a lookup table has too few entries") }
            entries.removeLast(entries.count - count)
        }
        guard let greatest = entries.max(), (1...16).contains(table.bits) else {
            throw damaged("a lookup table makes no sense")
        }
        // Some files say 16 bits of a palette of 8, and some fewer than their entries have.
        let bits = isPacked ? 8 : greatest >> table.bits == 0 ? Int(table.bits) : 16
        return DICOMTable(first: Int(table.first), bits: bits, entries: entries)
    }

    /// The number of the segment that a frame shows; 0 where the file does not say.
    func segment(ofFrame frame: Int) -> Int { Int(cdicom_segment(reader, UInt32(frame))) }

    private func check(_ status: cdicom_status) throws(InputError) {
        guard status == CDICOM_OK else { throw failure(status) }
    }

    private func failure(_ status: cdicom_status) -> InputError {
        switch status {
        case CDICOM_ENDS_EARLY:
            InputError(.fileDamaged, name, "ends before its picture does", remedy: "copy or export it again")
        case CDICOM_UNKNOWN_SYNTAX: unknownSyntax(String(cString: cdicom_message(reader)))
        case CDICOM_OUT_OF_MEMORY: Self.outOfMemory(name)
        default: damaged(String(cString: cdicom_message(reader)))
        }
    }

    private func unknownSyntax(_ syntax: String) -> InputError {
        InputError(
            .formatUnsupported, name, "is compressed in a way that is not decoded (transfer syntax \(syntax))",
            remedy: "decompress it (gdcmconv --raw)")
    }

    private func damaged(_ reason: String) -> InputError {
        InputError(.fileDamaged, name, "is damaged (\(reason))", remedy: "copy or export it again")
    }

    private static func outOfMemory(_ name: String) -> InputError {
        InputError(.imageTooLarge, name, "does not fit into memory", remedy: "use fewer threads, or shrink it")
    }

    private static func text<Characters>(of characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            .split(separator: " ").joined(separator: " ")
    }
}
#endif
