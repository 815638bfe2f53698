#if DICOM && JPEG2000
import Files
import COpenJPEG

/// OpenJPEG over a frame of a DICOM file. Pointers stay inside this file.
struct JPEG2000Decoder: ~Copyable {
    private let reader: OpaquePointer
    private let name: String

    /// - Precondition: `bytes` are not empty and outlive the decoder.
    init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws(InputError) {
        guard let reader = cj2k_reader_create(bytes.baseAddress, bytes.count) else {
            throw InputError(.imageTooLarge, name, "does not fit into memory", remedy: "use fewer threads")
        }
        self.reader = reader
        self.name = name
    }

    deinit { cj2k_reader_destroy(reader) }

    /// The frame's samples, pixel by pixel: a byte each where up to 8 bits are stored, otherwise two, little-endian.
    ///
    /// - Throws: ``InputError`` for a damaged frame, and for one that is not what the header says.
    func samples(as expected: DICOMHeader) throws(InputError) -> [UInt8] {
        var header = cj2k_header()
        try check(cj2k_read_header(reader, &header))
        guard Int(header.width) == expected.width, Int(header.height) == expected.height,
            Int(header.components) == expected.samplesPerPixel, (1...16).contains(header.bits)
        else {
            throw damaged(
                "its JPEG 2000 frame has \(header.width) × \(header.height) pixels of \(header.components) samples of "
                    + "\(header.bits) bits")
        }
        let count = expected.width * expected.height * expected.samplesPerPixel
        var status = CJ2K_OK
        let samples = [UInt16](unsafeUninitializedCapacity: count) { buffer, written in
            status = cj2k_read_samples(reader, buffer.baseAddress)
            written = status == CJ2K_OK ? count : 0
        }
        try check(status)
        if expected.bitsStored <= 8 { return samples.map { UInt8(truncatingIfNeeded: $0) } }
        return [UInt8](unsafeUninitializedCapacity: 2 * count) { buffer, written in
            for (index, sample) in samples.enumerated() {
                buffer.initializeElement(at: 2 * index, to: UInt8(truncatingIfNeeded: sample))
                buffer.initializeElement(at: 2 * index + 1, to: UInt8(truncatingIfNeeded: sample >> 8))
            }
            written = 2 * count
        }
    }

    private func check(_ status: cj2k_status) throws(InputError) {
        switch status {
        case CJ2K_OK: return
        case CJ2K_ENDS_EARLY:
            throw InputError(.fileDamaged, name, "ends before its picture does", remedy: "copy or export it again")
        case CJ2K_OUT_OF_MEMORY:
            throw InputError(.imageTooLarge, name, "does not fit into memory", remedy: "use fewer threads")
        default: throw damaged(String(cString: cj2k_message(reader)))
        }
    }

    private func damaged(_ reason: String) -> InputError {
        InputError(.fileDamaged, name, "is damaged (\(reason))", remedy: "copy or export it again")
    }

    /// The release of OpenJPEG that the program runs with.
    static var libraryVersion: String { String(cString: cj2k_library_version()) }
}
#endif
