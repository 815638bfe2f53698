#if DICOM
import CDICOM

/// What a DICOM file says about its picture.
struct DICOMHeader {
    let width: Int
    let height: Int
    let frames: Int
    let samplesPerPixel: Int
    let bitsAllocated: Int
    let bitsStored: Int
    let highBit: Int
    let isLossless: Bool
    let photometric: String
    /// Whether the file is one of the two kinds of segmentation.
    let isSegmentation: Bool
    /// `BINARY`, `FRACTIONAL`, `LABELMAP`, or empty.
    let segmentationType: String
    /// What stands for a fraction of one.
    let mostFractional: Int
    let pixelSpacing: PixelSpacing?
}

/// DCMTK over bytes in memory. Pointers stay inside this file.
struct DICOMDecoder: ~Copyable {
    private let reader: OpaquePointer
    private let name: String

    /// - Precondition: `bytes` are not empty and outlive the decoder.
    init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws(InputError) {
        guard let reader = cdicom_reader_create(bytes.baseAddress, bytes.count) else { throw Self.outOfMemory(name) }
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
        return DICOMHeader(
            width: width, height: height, frames: max(1, Int(header.frames)),
            samplesPerPixel: Int(header.samples_per_pixel), bitsAllocated: Int(header.bits_allocated),
            bitsStored: Int(header.bits_stored), highBit: Int(header.high_bit), isLossless: header.is_lossless,
            photometric: Self.text(of: header.photometric), isSegmentation: isSegmentation,
            segmentationType: Self.text(of: header.segmentation_type), mostFractional: Int(header.most_fractional),
            pixelSpacing: PixelSpacing(row: header.row_spacing, column: header.column_spacing))
    }

    /// The first frame as a viewer shows it.
    func rendered<Sample: FixedWidthInteger>(_ header: DICOMHeader) throws(InputError) -> [Sample] {
        let count = header.width * header.height
        // DCMTK would fill up with black what the file lacks.
        let needed = (count * header.bitsAllocated + 7) / 8
        guard try withStored({ $0.count }) >= needed else { throw failure(CDICOM_ENDS_EARLY) }
        var status = CDICOM_OK
        let pixels = [Sample](unsafeUninitializedCapacity: count) { buffer, written in
            let size = count * MemoryLayout<Sample>.size
            status = cdicom_render(reader, Int32(Sample.bitWidth), buffer.baseAddress, size)
            written = status == CDICOM_OK ? count : 0
        }
        try check(status)
        return pixels
    }

    /// The samples of all frames as they are stored, little-endian.
    func stored() throws(InputError) -> [UInt8] { try withStored { Array($0) } }

    private func withStored<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) throws(InputError) -> Result {
        var start: UnsafePointer<UInt8>?
        var count = 0
        try check(cdicom_stored(reader, &start, &count))
        return body(UnsafeBufferPointer(start: start, count: count))
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
        case CDICOM_UNKNOWN_SYNTAX:
            InputError(
                .formatUnsupported, name,
                "is compressed in a way that is not decoded (transfer syntax \(String(cString: cdicom_message(reader))))",
                remedy: "decompress it (gdcmconv --raw)")
        case CDICOM_OUT_OF_MEMORY: Self.outOfMemory(name)
        default:
            InputError(
                .fileDamaged, name, "is damaged (\(String(cString: cdicom_message(reader))))",
                remedy: "copy or export it again")
        }
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
