/// How a picture lies, as EXIF 2.32 tells it (tag 274): 1 upright to 8.
struct EXIFOrientation: Equatable {
    /// 1...8; 1 where nothing is said, or nothing that can be read.
    let value: Int

    /// - Parameter tiff: the EXIF segment behind `Exif\0\0`: the head of a TIFF file.
    init(tiff: [UInt8]) { value = Self.orientation(tiff) ?? 1 }

    /// What makes the picture upright.
    func turn(width: Int, height: Int) -> PictureTurn {
        PictureTurn(
            transposed: value >= 5, flippedAcross: [2, 3, 6, 7].contains(value),
            flippedDown: [3, 4, 7, 8].contains(value), width: width, height: height)
    }

    private static func orientation(_ tiff: [UInt8]) -> Int? {
        let isBigEndian = tiff.starts(with: [0x4d, 0x4d, 0, 42])
        guard isBigEndian || tiff.starts(with: [0x49, 0x49, 42, 0]) else { return nil }
        func number(_ offset: Int, _ bytes: Int) -> Int? {
            guard offset >= 0, offset <= tiff.count - bytes else { return nil }
            let field = tiff[offset..<offset + bytes]
            return (isBigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + 12 * index
            guard let tag = number(entry, 2) else { return nil }
            // One short number, which stands in the entry itself.
            if tag == 274, number(entry + 2, 2) == 3, number(entry + 4, 4) == 1 {
                return number(entry + 8, 2).flatMap { (1...8).contains($0) ? $0 : nil }
            }
        }
        return nil
    }
}
