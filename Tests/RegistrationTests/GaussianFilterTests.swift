import Foundation
import Imaging
import Registration
import TestSupport
import Testing

@Suite("Gaussian smoothing")
struct GaussianFilterTests {
    @Test("equals the plain double sum with the edge continued", arguments: [(20, 13, 1.0), (7, 9, 2.5), (1, 5, 3.0)])
    func definition(width: Int, height: Int, sigma: Double) {
        var generator = SeededGenerator(seed: UInt64(width))
        let image = Image(width: width, height: height, pixels: generator.floats(width * height, in: 0...1))
        let smoothed = GaussianFilter.smoothed(image, sigma: Float(sigma))
        let radius = Int((3 * sigma).rounded(.up))
        let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let total = weights.reduce(0, +)
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                for j in -radius...radius {
                    for i in -radius...radius {
                        let value = image[min(max(x + i, 0), width - 1), min(max(y + j, 0), height - 1)]
                        sum += weights[i + radius] * weights[j + radius] * Double(value)
                    }
                }
                #expect(abs(Double(smoothed[x, y]) - sum / (total * total)) < 1e-5)
            }
        }
    }

    @Test("no smoothing without a standard deviation, and none of nothing")
    func none() {
        let image = Image(width: 2, height: 2, pixels: [1, 2, 3, 4])
        #expect(GaussianFilter.smoothed(image, sigma: 0) == image)
        #expect(GaussianFilter.smoothed(image, sigma: -1) == image)
        #expect(GaussianFilter.smoothed(Image(width: 0, height: 0), sigma: 1) == Image(width: 0, height: 0))
    }
}
