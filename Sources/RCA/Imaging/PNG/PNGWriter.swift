import CPNG
import Files

/// Writes PNG files, by libpng, each complete or not at all (`AtomicFile`).
///
/// The same picture gives the same bytes with the same libpng and zlib; other versions of zlib may compress
/// differently.
public enum PNGWriter {
    /// How hard zlib tries. Pixels are the same with each.
    public enum Compression: Int, Sendable {
        /// About four times as fast as `standard`, for files a tenth or two larger.
        case fast = 1
        case standard = 6
    }

    /// An 8- or 16-bit grey file, as deep as the image.
    /// - Throws: ``InputError`` (`output unwritable`).
    public static func write(
        _ image: GrayscaleImage, to path: String, compression: Compression = .standard
    ) throws(InputError) {
        try AtomicFile.write(encode(image, compression: compression), to: path)
    }

    /// A grey file whose values are the labels: 8 bits, or 16 where a label is above 255.
    /// - Throws: ``InputError`` (`output unwritable`).
    public static func write(
        _ labels: LabelMap, to path: String, compression: Compression = .standard
    ) throws(InputError) {
        try AtomicFile.write(encode(labels, compression: compression), to: path)
    }

    /// A palette file whose indices are the labels, as viewers show in colour.
    ///
    /// - Parameter palette: the colour of label 0, 1, ...; labels beyond it are black.
    /// - Precondition: `labels` has no ``LabelMap/wideValues``.
    /// - Throws: ``InputError`` (`output unwritable`).
    public static func write(
        _ labels: LabelMap, palette: [RGBColor], to path: String, compression: Compression = .standard
    ) throws(InputError) {
        try AtomicFile.write(encode(labels, palette: palette, compression: compression), to: path)
    }

    /// An 8-bit RGB file.
    /// - Throws: ``InputError`` (`output unwritable`).
    public static func write(
        _ image: ColorImage, to path: String, compression: Compression = .standard
    ) throws(InputError) {
        try AtomicFile.write(encode(image, compression: compression), to: path)
    }

    public static func encode(_ image: GrayscaleImage, compression: Compression = .standard) -> [UInt8] {
        switch image.samples {
        case .eightBit(let samples):
            PNGEncoder(width: image.width, height: image.height, bitDepth: 8, colour: .grey, compression: compression)
                .encode(samples)
        case .sixteenBit(let samples):
            PNGEncoder(width: image.width, height: image.height, bitDepth: 16, colour: .grey, compression: compression)
                .encode(samples)
        }
    }

    public static func encode(_ labels: LabelMap, compression: Compression = .standard) -> [UInt8] {
        let samples: GrayscaleImage.Samples =
            if let wideValues = labels.wideValues {
                .sixteenBit(labels.indices.map { wideValues[Int($0)] })
            } else {
                .eightBit(labels.indices)
            }
        return encode(
            GrayscaleImage(width: labels.width, height: labels.height, samples: samples), compression: compression)
    }

    /// - Precondition: `labels` has no ``LabelMap/wideValues``.
    public static func encode(
        _ labels: LabelMap, palette: [RGBColor], compression: Compression = .standard
    ) -> [UInt8] {
        precondition(labels.wideValues == nil, "a palette has no place for labels above 255")
        // PNG calls an index without a colour an error.
        let count = max(Int(labels.indices.max() ?? 0) + 1, min(palette.count, 256))
        let black = RGBColor(red: 0, green: 0, blue: 0)
        let colours = (0..<count).map { $0 < palette.count ? palette[$0] : black }
        var encoder = PNGEncoder(
            width: labels.width, height: labels.height, bitDepth: 8, colour: .palette, compression: compression)
        encoder.palette = colours.flatMap { [$0.red, $0.green, $0.blue] }
        return encoder.encode(labels.indices)
    }

    public static func encode(_ image: ColorImage, compression: Compression = .standard) -> [UInt8] {
        PNGEncoder(width: image.width, height: image.height, bitDepth: 8, colour: .rgb, compression: compression)
            .encode(image.channels)
    }
}
