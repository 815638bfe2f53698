public import Imaging
import LinearAlgebra
import RealModule

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
