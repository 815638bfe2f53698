public import Imaging

/// Takes away slow changes of brightness and contrast: subtracts the local mean and divides by the local
/// standard deviation, both over a Gaussian neighbourhood.
public enum LocalNormalization {
    /// - Parameters:
    ///   - image: any size.
    ///   - sigma: the neighbourhood's standard deviation in pixels.
    ///   - floor: added to the local standard deviation, in the image's grey units, so that flat regions do not
    ///     turn their noise into structure.
    ///   - limit: results are clamped to ± this many local standard deviations.
    public static func normalized(_ image: Image, sigma: Float, floor: Float, limit: Float) -> Image {
        let mean = GaussianFilter.smoothed(image, sigma: sigma)
        var squares = image
        for index in squares.pixels.indices { squares.pixels[index] *= squares.pixels[index] }
        let meanSquare = GaussianFilter.smoothed(squares, sigma: sigma)
        var result = image
        for index in result.pixels.indices {
            let centre = mean.pixels[index]
            let deviation = max(meanSquare.pixels[index] - centre * centre, 0).squareRoot()
            result.pixels[index] = min(max((image.pixels[index] - centre) / (deviation + floor), -limit), limit)
        }
        return result
    }
}
