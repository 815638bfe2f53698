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
    ///   - coverage: where given, pixels below ½ do not count in their neighbours' means, and become 0.
    public static func normalized(
        _ image: Image, sigma: Float, floor: Float, limit: Float, coverage: Image? = nil
    ) -> Image {
        let counts = coverage.map { $0.pixels.map { $0 >= 0.5 ? Float(1) : 0 } }
        func smoothed(_ value: (Int) -> Float) -> Image {
            let values = image.pixels.indices.map { value($0) * (counts?[$0] ?? 1) }
            return GaussianFilter.smoothed(
                Image(width: image.width, height: image.height, pixels: values), sigma: sigma)
        }
        var mean = smoothed { image.pixels[$0] }
        var meanSquare = smoothed { image.pixels[$0] * image.pixels[$0] }
        if counts != nil {
            let total = smoothed { _ in 1 }
            for index in mean.pixels.indices where total.pixels[index] > 0 {
                mean.pixels[index] /= total.pixels[index]
                meanSquare.pixels[index] /= total.pixels[index]
            }
        }
        var result = image
        for index in result.pixels.indices {
            if counts?[index] == 0 {
                result.pixels[index] = 0
                continue
            }
            let centre = mean.pixels[index]
            let deviation = max(meanSquare.pixels[index] - centre * centre, 0).squareRoot()
            result.pixels[index] = min(max((image.pixels[index] - centre) / (deviation + floor), -limit), limit)
        }
        return result
    }
}
