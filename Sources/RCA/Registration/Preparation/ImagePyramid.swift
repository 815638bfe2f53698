public import Imaging

/// Halving by 2 × 2 means.
public enum ImagePyramid {
    /// - Precondition: both sides of `image` are even.
    public static func halved(_ image: Image) -> Image {
        precondition(image.width % 2 == 0 && image.height % 2 == 0, "only even sides can be halved")
        var half = Image(width: image.width / 2, height: image.height / 2)
        for y in 0..<half.height {
            let upper = 2 * y * image.width
            let lower = upper + image.width
            for x in 0..<half.width {
                half.pixels[y * half.width + x] =
                    (image.pixels[upper + 2 * x] + image.pixels[upper + 2 * x + 1] + image.pixels[lower + 2 * x]
                        + image.pixels[lower + 2 * x + 1]) / 4
            }
        }
        return half
    }
}
