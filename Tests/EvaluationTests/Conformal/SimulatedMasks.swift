import Evaluation
import TestSupport

/// Masks whose estimates miss the true Dice by an error that grows as the mask gets worse.
enum SimulatedMasks {
    static func cases(_ images: Int, masksEach: Int = 1, seed: UInt64, hasConsensus: Bool = true) -> [CalibrationCase] {
        var random = SeededGenerator(seed: seed)
        return (0..<images).flatMap { image in
            (0..<masksEach).map { _ in
                let real = random.double(in: 0.3...0.98)
                let size = 0.01 + 0.15 * (1 - real)
                func noise(_ share: Double) -> Double {
                    share * size * (random.double(in: -1...1) + random.double(in: -1...1))
                }
                let mean = real - 0.05 + noise(1)
                let consensus = real + noise(0.7)
                return CalibrationCase(
                    estimates: CaseEstimates(
                        maximum: mean + 2 * size, mean: mean, median: mean + noise(0.3), best: mean + size,
                        consensus: hasConsensus ? consensus : nil),
                    real: real, image: "image\(image)")
            }
        }
    }

    /// Estimates that are off alike, and a range that says of a third of the images that they may be off by far more.
    static func strangers(_ images: Int, seed: UInt64, knowsWidth: Bool = true) -> [CalibrationCase] {
        var random = SeededGenerator(seed: seed)
        return (0..<images).map { image in
            let real = random.double(in: 0.5...0.95)
            let size = image % 3 == 0 ? 0.1 : 0.01
            let expected = real + size * random.double(in: -1...1)
            let maximum = real + 0.1 * random.double(in: -1...1)
            return CalibrationCase(
                estimates: CaseEstimates(
                    maximum: maximum, mean: maximum - 0.02, median: maximum - 0.02, best: maximum, consensus: maximum,
                    expected: expected, halfWidth: knowsWidth ? size : nil),
                real: real, image: "image\(image)")
        }
    }

    static func quality(_ model: CrossConformal, on cases: [CalibrationCase], alpha: Double) -> IntervalQuality {
        IntervalQuality(
            cases.compactMap { item in
                model.interval(item.estimates, alpha: alpha).map { ($0, item.real) }
            })
    }
}
