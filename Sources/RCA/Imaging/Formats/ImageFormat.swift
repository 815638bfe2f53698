/// The formats of images and masks, told by a file's first bytes and never by its name.
public enum ImageFormat: String, Sendable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case dicom = "DICOM"
    case nifti = "NIfTI"
    case npy = "NumPy"
    case runLength = "run-length"

    /// The format of a file that begins so; nil for any other.
    ///
    /// - Parameter bytes: the first 400 bytes, or all of a shorter file.
    public init?(firstBytes bytes: some RandomAccessCollection<UInt8>) {
        func begins(_ expected: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: expected) }
        if begins([0x89, 0x50, 0x4e, 0x47]) || (bytes.count < 4 && begins([0x89])) {
            self = .png
        } else if begins([0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if begins(Array("GIF8".utf8)) {
            self = .gif
        } else if begins(Array("DICM".utf8), at: 128) || Self.isBareDICOM(bytes) {
            self = .dicom
        } else if begins([0x93] + Array("NUMPY".utf8)) {
            self = .npy
        } else if begins([0x1f, 0x8b]) || Self.isNIfTI(bytes) {
            self = .nifti
        } else if JSONText.isBegun(by: bytes) {
            self = .runLength
        } else {
            return nil
        }
    }

    /// What a format that is not read calls itself, or nil.
    static func otherName(of bytes: some RandomAccessCollection<UInt8>) -> String? {
        func begins(_ expected: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: expected) }
        if begins([0x49, 0x49, 0x2a, 0]) || begins([0x4d, 0x4d, 0, 0x2a]) { return "TIFF" }
        if begins([0, 0, 0, 0x0c, 0x6a, 0x50]) || begins([0xff, 0x4f, 0xff, 0x51]) { return "JPEG 2000" }
        if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) { return "WebP" }
        if begins(Array("BM".utf8)) { return "BMP" }
        if begins(Array("%PDF".utf8)) { return "PDF" }
        if begins(Array("NRRD".utf8)) { return "NRRD" }
        return nil
    }

    /// Before 1995 files had no preamble: they begin with an element of the group 0008, or of the head's group 0002, in
    /// either byte order.
    private static func isBareDICOM(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        let start = Array(bytes.prefix(8))
        guard start.count == 8 else { return false }
        let isLittle = (start[0] == 8 || start[0] == 2) && start[1] == 0 && start[3] == 0
        let isBig = start[0] == 0 && start[1] == 8 && start[2] == 0
        guard isLittle || isBig else { return false }
        if start[4...5].allSatisfy({ (0x41...0x5a).contains($0) }) { return true }
        // Without a type the length comes next: of a first element it is short.
        return isLittle ? start[5...7].allSatisfy { $0 == 0 } : start[4...6].allSatisfy { $0 == 0 } && start[7] > 0
    }

    private static func isNIfTI(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        let start = Array(bytes.prefix(348))
        guard start.count >= 4 else { return false }
        // The header's own size in either byte order: 348 or, in the second version, 540.
        let isFirst = start.starts(with: [0x5c, 1, 0, 0]) || start.starts(with: [0, 0, 1, 0x5c])
        let isSecond = start.starts(with: [0x1c, 2, 0, 0]) || start.starts(with: [0, 0, 2, 0x1c])
        return isFirst || (isSecond && start.dropFirst(4).starts(with: [0x6e]))
    }
}
