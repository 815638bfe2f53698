import Foundation
import Registration
import TestSupport
import Testing

@Suite("Boundary weights")
struct BoundaryWeightTests {
    @Test("distances equal brute force", arguments: 0..<12)
    func distances(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let size = generator.integer(in: 1...24)
        let labels = randomLabels(size: size, using: &generator)
        #expect(BoundaryWeight.squaredDistances(labels: labels, size: size) == bruteForce(labels, size: size))
    }

    @Test("labels without a boundary weigh every pixel alike", arguments: [1, 8, 64])
    func noBoundary(size: Int) {
        for label: UInt8 in [0, 3] {
            let labels = [UInt8](repeating: label, count: size * size)
            let weights = BoundaryWeight.weights(labels: labels, size: size, band: 0.03, background: 0.1)
            #expect(weights.allSatisfy { $0 == 1 })
        }
    }

    @Test("weights are a Gaussian of the distance above the background, scaled to mean 1", arguments: 0..<5)
    func weights(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 20)
        let size = 32
        let labels = randomLabels(size: size, using: &generator)
        let (band, background) = (generator.double(in: 0.01...0.1), generator.double(in: 0...0.5))
        let weights = BoundaryWeight.weights(
            labels: labels, size: size, band: Float(band), background: Float(background))

        let deviation = band * Double(size)
        let unscaled = bruteForce(labels, size: size).map {
            background + (1 - background) * exp(-Double($0) / (2 * deviation * deviation))
        }
        let mean = unscaled.reduce(0, +) / Double(unscaled.count)
        #expect(largestDifference(weights.map(Double.init), unscaled.map { $0 / mean }) < 1e-4)
        #expect(abs(weights.reduce(0) { $0 + Double($1) } / Double(weights.count) - 1) < 1e-4)
    }

    /// A few rectangles on background.
    private func randomLabels(size: Int, using generator: inout SeededGenerator) -> [UInt8] {
        var labels = [UInt8](repeating: 0, count: size * size)
        for label in 1...UInt8(generator.integer(in: 1...3)) {
            let (left, top) = (generator.integer(in: 0...size - 1), generator.integer(in: 0...size - 1))
            for y in top..<generator.integer(in: top + 1...size) {
                for x in left..<generator.integer(in: left + 1...size) { labels[y * size + x] = label }
            }
        }
        return labels
    }

    private func bruteForce(_ labels: [UInt8], size: Int) -> [Float] {
        func label(_ x: Int, _ y: Int) -> UInt8? {
            (0..<size).contains(x) && (0..<size).contains(y) ? labels[y * size + x] : nil
        }
        let boundary = (0..<size * size).filter { index in
            let (x, y) = (index % size, index / size)
            let neighbours = [label(x - 1, y), label(x + 1, y), label(x, y - 1), label(x, y + 1)].compactMap { $0 }
            return neighbours.contains { $0 != labels[index] }
        }
        return (0..<size * size).map { index in
            boundary.map { other in
                let (x, y) = (other % size - index % size, other / size - index / size)
                return Float(x * x + y * y)
            }.min() ?? .infinity
        }
    }
}
