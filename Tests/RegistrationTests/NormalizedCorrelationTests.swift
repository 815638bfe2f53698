import Registration
import TestSupport
import Testing

@Suite("Normalised correlation")
struct NormalizedCorrelationTests {
    @Test("equals the definition in Double, whatever the count", arguments: 0..<20)
    func definition(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (first, second, weights) = randomPictures(&generator)
        let value = NormalizedCorrelation.value(first, second, weights: weights)
        #expect(abs(Double(value) - plain(first, second, weights)) < 1e-5)
        #expect(abs(value) <= 1)
        #expect(abs(value - NormalizedCorrelation.value(second, first, weights: weights)) < 1e-6)
    }

    @Test("weights given as two factors count like their product", arguments: 0..<5)
    func factors(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (first, second, weights) = randomPictures(&generator)
        let others = generator.floats(first.count, in: 0...1)
        let value = NormalizedCorrelation.value(
            first, second, weights: weights, and: others, count: first.count)
        let product = zip(weights, others).map { $0 * $1 }
        #expect(value == NormalizedCorrelation.value(first, second, weights: product))
    }

    @Test("gain and offset change nothing, a negative gain only the sign", arguments: 0..<10)
    func greyChange(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (first, second, weights) = randomPictures(&generator)
        let (gain, offset) = (generator.float(in: 0.2...3), generator.float(in: -1...1))
        let value = NormalizedCorrelation.value(first, second, weights: weights)
        let changed = NormalizedCorrelation.value(first.map { gain * $0 + offset }, second, weights: weights)
        let inverted = NormalizedCorrelation.value(first.map { offset - gain * $0 }, second, weights: weights)
        #expect(abs(changed - value) < 2e-5 && abs(inverted + value) < 2e-5)
    }

    @Test("a picture correlates with itself to 1 and with its negative to −1")
    func bounds() {
        var generator = SeededGenerator(seed: 1)
        let picture = generator.floats(256, in: -1...1)
        let weights = generator.floats(256, in: 0...2)
        #expect(abs(NormalizedCorrelation.value(picture, picture, weights: weights) - 1) < 1e-6)
        #expect(abs(NormalizedCorrelation.value(picture, picture.map { -$0 }, weights: weights) + 1) < 1e-6)
    }

    @Test("pixels of no weight do not count")
    func zeroWeights() {
        let first: [Float] = [1, 2, 3, 4, 100, -50]
        let second: [Float] = [2, 4, 6, 8, -7, 30]
        let value = NormalizedCorrelation.value(first, second, weights: [1, 1, 1, 1, 0, 0])
        #expect(abs(value - 1) < 1e-6)
        #expect(NormalizedCorrelation.value(first, second, weights: [0, 0, 0, 0, 0, 0]) == 0)
        #expect(NormalizedCorrelation.gradient(first, second, weights: [0, 0, 0, 0, 0, 0]).allSatisfy { $0 == 0 })
    }

    @Test("a constant picture, or none at all, correlates with nothing")
    func constant() {
        var generator = SeededGenerator(seed: 2)
        let picture = generator.floats(64, in: -1...1)
        let weights = [Float](repeating: 1, count: 64)
        for level: Float in [0, 0.5, -3] {
            let flat = [Float](repeating: level, count: 64)
            #expect(NormalizedCorrelation.value(flat, picture, weights: weights) == 0)
            #expect(NormalizedCorrelation.value(picture, flat, weights: weights) == 0)
            #expect(NormalizedCorrelation.gradient(flat, picture, weights: weights).allSatisfy { $0 == 0 })
            #expect(NormalizedCorrelation.gradient(picture, flat, weights: weights).allSatisfy { $0 == 0 })
        }
        #expect(NormalizedCorrelation.value([], [], weights: []) == 0)
        #expect(NormalizedCorrelation.gradient([], [], weights: []).isEmpty)
    }

    @Test("the gradient equals central differences", arguments: 0..<10)
    func gradient(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (first, second, weights) = randomPictures(&generator)
        let gradient = NormalizedCorrelation.gradient(first, second, weights: weights)
        let numeric = CentralDifference.gradient(at: first, step: 1e-3) { plain($0, second, weights) }
        #expect(largestDifference(gradient, numeric) < 1e-5 * (1e-3 + rootMeanSquare(numeric)) + 1e-7)
    }

    private func randomPictures(_ generator: inout SeededGenerator) -> ([Float], [Float], [Float]) {
        let count = generator.integer(in: 5...120)
        let first = generator.floats(count, in: -1...1)
        let share = generator.float(in: -1...1)
        let second = zip(first, generator.floats(count, in: -1...1)).map { share * $0 + (1 - abs(share)) * $1 }
        return (first, second, generator.floats(count, in: 0...2))
    }

    /// Covariance over the root of the variances, means first.
    private func plain(_ first: [Float], _ second: [Float], _ weights: [Float]) -> Double {
        let (a, b, w) = (first.map(Double.init), second.map(Double.init), weights.map(Double.init))
        let total = w.reduce(0, +)
        let meanA = zip(w, a).reduce(0) { $0 + $1.0 * $1.1 } / total
        let meanB = zip(w, b).reduce(0) { $0 + $1.0 * $1.1 } / total
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        for index in w.indices {
            let (x, y) = (a[index] - meanA, b[index] - meanB)
            aa += w[index] * x * x
            bb += w[index] * y * y
            ab += w[index] * x * y
        }
        return ab / (aa * bb).squareRoot()
    }
}
