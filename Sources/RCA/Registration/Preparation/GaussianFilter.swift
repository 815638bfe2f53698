public import Imaging
import RealModule

/// Smoothing by a sampled Gaussian, cut at three standard deviations; the edge pixel continues outside.
public enum GaussianFilter {
    /// - Parameters:
    ///   - image: any size.
    ///   - sigma: standard deviation in pixels; zero or less returns the image as it is.
    public static func smoothed(_ image: Image, sigma: Float) -> Image {
        guard sigma > 0, !image.pixels.isEmpty else { return image }
        let kernel = kernel(sigma: sigma)
        return transposedConvolution(transposedConvolution(image, kernel), kernel)
    }

    /// 2·⌈3σ⌉ + 1 weights that sum to 1.
    static func kernel(sigma: Float) -> [Float] {
        let radius = Int((3 * sigma).rounded(.up))
        let weights = (-radius...radius).map { offset in
            Float.exp(-Float(offset * offset) / (2 * sigma * sigma))
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// Convolves the columns and returns the transpose, so that applying it twice filters both directions while
    /// the inner loop always runs along memory.
    private static func transposedConvolution(_ image: Image, _ kernel: [Float]) -> Image {
        let radius = kernel.count / 2
        let (width, height) = (image.width, image.height)
        var result = Image(width: height, height: width)
        var sums = [Float](repeating: 0, count: width)
        for row in 0..<height {
            for column in 0..<width { sums[column] = 0 }
            for tap in 0..<kernel.count {
                let source = min(max(row + tap - radius, 0), height - 1) * width
                let weight = kernel[tap]
                for column in 0..<width { sums[column] += weight * image.pixels[source + column] }
            }
            for column in 0..<width { result.pixels[column * height + row] = sums[column] }
        }
        return result
    }
}
