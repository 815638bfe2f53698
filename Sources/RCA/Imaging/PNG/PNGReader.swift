import CPNG
public import Files
public import SystemPackage

/// Reads PNG files, by libpng, as luminance or as labels.
///
///     let radiograph = try PNGReader.readGrayscaleImage(at: "images/00000001_000.png")
///     let mask = try PNGReader.readLabelMap(at: "masks/00000001_000_labels.png")
///
/// Every kind of PNG is read: 1 to 16 bits, grey, palette, RGB, with alpha or not, interlaced or not. A
/// file that is missing, empty, not a PNG, cut short, damaged or larger than the limits is an ``InputError``
/// that names it; never half a picture.
public enum PNGReader {
    /// The release of libpng that this program runs with, `1.6.39` for one.
    public static var libraryVersion: String { String(cString: cpng_library_version()) }

    /// The release of the libdeflate that unpacks ordinary files, or nil where zlib unpacks them all.
    public static var inflaterVersion: String? {
        let version = String(cString: cpng_inflater_version())
        return version.isEmpty ? nil : version
    }

    /// The picture at `path` as luminance.
    ///
    /// - Grey of 1, 2 or 4 bits is scaled to 0...255 (full white becomes 255); 8 bits stay 8, 16 stay 16.
    /// - Colour, palettes too, becomes `0.299 R + 0.587 G + 0.114 B` (ITU-R BT.601) of the stored values,
    ///   rounded to the nearest; equal channels keep their value.
    /// - Alpha and transparent colours are ignored: they tell a viewer what to show behind a radiograph, not
    ///   what the radiograph recorded.
    /// - Gamma and colour profiles are ignored: samples stay what the file stores.
    /// - Throws: ``InputError`` where the file cannot be read, is damaged or too large, or no PNG.
    public static func readGrayscaleImage(
        at path: FilePath, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        try readGrayscaleImage(at: path.string, limits: limits)
    }

    package static func readGrayscaleImage(
        at path: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        let bytes = try InputFile.read(at: path, maximumBytes: limits.fileBytes)
        return try grayscaleImage(from: bytes, named: path, limits: limits)
    }

    /// The labels at `path`: palette indices, or grey values as stored (a 2-bit file has 0...3).
    ///
    /// Colour files count where red, green and blue are equal in every pixel. Alpha, and the colours of a
    /// palette, are ignored. Values above 255 (16-bit files) go to ``LabelMap/wideValues``.
    ///
    /// - Throws: besides the errors of reading, `formatUnsupported` for a coloured picture, for a mask that is drawn in
    ///   alpha alone, and for more than 256 different values.
    public static func readLabelMap(
        at path: FilePath, limits: ImageLimits = .standard
    ) throws(InputError) -> LabelMap {
        try readLabelMap(at: path.string, limits: limits)
    }

    package static func readLabelMap(at path: String, limits: ImageLimits = .standard) throws(InputError) -> LabelMap {
        let bytes = try InputFile.read(at: path, maximumBytes: limits.fileBytes)
        return try labelMap(from: bytes, named: path, limits: limits)
    }

    /// The header of the file at `path`. Little of a large file is read, and its pixels are not checked.
    /// - Throws: ``InputError`` where the file cannot be read, or is no PNG.
    public static func readHeader(at path: FilePath) throws(InputError) -> PNGHeader {
        try readHeader(at: path.string)
    }

    package static func readHeader(at path: String) throws(InputError) -> PNGHeader {
        let largest = ImageLimits.standard.fileBytes
        let start = try InputFile.read(at: path, maximumBytes: largest, first: 4096)
        if let header = try? header(from: start, named: path) { return header }
        // The first pixel can stand behind long texts and colour profiles.
        return try header(from: InputFile.read(at: path, maximumBytes: largest), named: path)
    }

    /// As ``readGrayscaleImage(at:limits:)``, of a file's bytes; `name` stands for it in errors.
    /// - Throws: ``InputError`` where the bytes are damaged, too large, or no PNG.
    public static func grayscaleImage(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> GrayscaleImage {
        let picture = try decode(bytes, CPNG_LUMINANCE, name, limits)
        return GrayscaleImage(width: picture.width, height: picture.height, samples: picture.samples)
    }

    /// As ``readLabelMap(at:limits:)``, of a file's bytes; `name` stands for it in errors.
    /// - Throws: ``InputError`` where the bytes are damaged, too large, no PNG, or no label map.
    public static func labelMap(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> LabelMap {
        let picture = try decode(bytes, CPNG_LABELS, name, limits)
        if picture.samples.isUniform { try checkAlpha(bytes, name, limits) }
        switch picture.samples {
        case .eightBit(let labels):
            return LabelMap(width: picture.width, height: picture.height, indices: labels)
        case .sixteenBit(let labels):
            return try LabelMap(width: picture.width, height: picture.height, labels: labels, named: name)
        }
    }

    /// As ``readHeader(at:)``, of a file's bytes.
    /// - Throws: ``InputError`` where the bytes are no PNG.
    public static func header(from bytes: [UInt8], named name: String) throws(InputError) -> PNGHeader {
        let limits = ImageLimits(side: .max, pixels: .max)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try PNGDecoder(buffer, named: name)
            return try decoder.readHeader(limits)
        }
    }

    /// Some programs paint one colour over all of a picture, and draw the mask as what can be seen of it.
    /// - Throws: ``InputError`` (`format unsupported`) where that is so.
    private static func checkAlpha(
        _ bytes: [UInt8], _ name: String, _ limits: ImageLimits
    ) throws(InputError) {
        switch try header(from: bytes, named: name).colour {
        case .grey, .palette, .rgb: return
        case .greyAlpha, .rgbAlpha: break
        }
        guard try !decode(bytes, CPNG_ALPHA, name, limits).samples.isUniform else { return }
        throw InputError(
            .formatUnsupported, name, "has one value everywhere, and a mask in its alpha channel, which is not read",
            remedy: "save the mask as grey values, without alpha")
    }

    private static func decode(
        _ bytes: [UInt8], _ mode: cpng_mode, _ name: String, _ limits: ImageLimits
    ) throws(InputError) -> GrayscaleImage {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InputError) in
            let decoder = try PNGDecoder(buffer, named: name)
            let header = try decoder.readHeader(limits)
            let count = header.width * header.height
            let samples: GrayscaleImage.Samples =
                if header.bitDepth == 16 {
                    .sixteenBit(try decoder.readPixels(count, mode))
                } else {
                    .eightBit(try decoder.readPixels(count, mode))
                }
            return GrayscaleImage(width: header.width, height: header.height, samples: samples)
        }
    }
}

extension GrayscaleImage.Samples {
    fileprivate var isUniform: Bool {
        switch self {
        case .eightBit(let values): values.allSatisfy { $0 == values[0] }
        case .sixteenBit(let values): values.allSatisfy { $0 == values[0] }
        }
    }
}
