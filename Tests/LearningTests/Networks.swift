import Learning
import NumericSupport

enum Networks {
    /// A network of numbers that make_torch_figures.py draws alike: quarters of draws, but scales about 1.
    ///
    /// - Parameter statistics: a seed for running statistics, or nil for those of a new network.
    static func drawn(_ shape: NetworkShape, seed: UInt64, statistics: UInt64? = nil) throws -> Network {
        let new = Network(shape: shape, seed: 1)
        let draws = Drawn.values(new.parameters.count, seed: seed)
        // In a new network scales alone are 1.
        let parameters = zip(new.parameters, draws).map { $0 == 1 ? $1 * 0.25 + 1 : $1 * 0.25 }
        let running = statistics.map { seed in
            zip(new.statistics, Drawn.values(new.statistics.count, seed: seed)).map { $0 + $1 * 0.5 }
        }
        return try Network(shape: shape, parameters: parameters, statistics: running ?? new.statistics)
    }

    static func samples(_ input: TestMaps, _ truth: [UInt8]) -> [TrainingSample] {
        let (size, plane) = (input.channels * input.side * input.side, input.side * input.side)
        return (0..<input.pictures).map { picture in
            TrainingSample(
                input: Array(input.values[picture * size..<(picture + 1) * size]),
                classes: Array(truth[picture * plane..<(picture + 1) * plane]))
        }
    }

    /// Pictures of a brighter disc in noise, which is class 1. Each step and place has its own.
    static func disc(side: Int, step: Int, index: Int) -> TrainingSample {
        var random = SplitMix64(seed: UInt64(step * 1000 + index))
        let range = Double(side) * 0.25...Double(side) * 0.75
        let (x, y) = (Double.random(in: range, using: &random), Double.random(in: range, using: &random))
        let radius = Double.random(in: Double(side) * 0.12...Double(side) * 0.25, using: &random)
        var sample = TrainingSample(input: [], classes: [])
        for pixel in 0..<side * side {
            let (dx, dy) = (Double(pixel % side) - x, Double(pixel / side) - y)
            let isInside = dx * dx + dy * dy < radius * radius
            sample.input.append((isInside ? 1 : 0) + 0.4 * random.normal())
            sample.classes.append(isInside ? 1 : 0)
        }
        return sample
    }
}
