public import Imaging

/// A mask may be larger or smaller than its image, but must cover the same rectangle.
public enum AspectRatio {
    /// - Throws: ``InputError`` (`size mismatch`) where the two aspect ratios differ by more than the rounding of
    ///   sides to whole pixels, or 1 %, explains.
    public static func check(
        _ labels: LabelMap, against image: GrayscaleImage, named name: String
    ) throws(InputError) {
        let across = Double(labels.width) / Double(image.width)
        let down = Double(labels.height) / Double(image.height)
        let rounding = 1 / Double(min(labels.width, labels.height, image.width, image.height))
        guard abs(across / down - 1) <= max(0.01, rounding) else {
            throw InputError(
                .sizeMismatch, name,
                "the mask is \(labels.width) × \(labels.height), its image \(image.width) × \(image.height)",
                remedy: "give the mask the image's aspect ratio")
        }
    }
}
