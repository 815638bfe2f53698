public import Imaging
import LinearAlgebra
import RealModule

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

/// Smoothing by a sampled Gaussian, cut at three standard deviations; the edge pixel continues outside.
public enum GaussianFilter {
    /// - Parameters:
    ///   - image: any size.
    ///   - sigma: standard deviation in pixels; zero or less returns the image as it is.
    public static func smoothed(_ image: Image, sigma: Float) -> Image {
        guard sigma > 0, !image.pixels.isEmpty else { return image }
        let kernel = kernel(sigma: sigma)
        let rows = matrix(kernel, size: image.height)
        let columns = image.width == image.height ? rows : matrix(kernel, size: image.width)
        let pixels = Matrix(rows: image.height, columns: image.width, values: image.pixels)
        return Image(
            width: image.width, height: image.height,
            pixels: rows.multiplied(by: pixels).multiplied(by: columns.transposed).values)
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

    /// The filter along one axis: each row of the result is the mean that one pixel becomes.
    ///
    /// For the small pictures of registration, products of matrices that are mostly zero are faster than loops.
    private static func matrix(_ kernel: [Float], size: Int) -> Matrix {
        let radius = kernel.count / 2
        var values = [Float](repeating: 0, count: size * size)
        for row in 0..<size {
            for tap in 0..<kernel.count {
                values[row * size + min(max(row + tap - radius, 0), size - 1)] += kernel[tap]
            }
        }
        return Matrix(rows: size, columns: size, values: values)
    }
}
