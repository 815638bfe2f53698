import Files
import Learning
import RealModule

/// A U-Net by the definitions of its layers, in double precision.
struct PlainNetwork {
    let shape: NetworkShape
    var parameters: [Double]
    /// Running statistics, or nil to take those of the batch.
    var statistics: [Double]?

    /// The logits, as pictures × classes × side × side.
    func logits(_ input: PlainMaps) -> PlainMaps {
        var (next, nextStatistic) = (0, 0)
        func take(_ count: Int) -> [Double] {
            defer { next += count }
            return Array(parameters[next..<next + count])
        }
        func takeStatistic(_ count: Int) -> [Double]? {
            defer { nextStatistic += count }
            return statistics.map { Array($0[nextStatistic..<nextStatistic + count]) }
        }
        func block(_ input: PlainMaps, _ outputs: Int) -> PlainMaps {
            let weights = take(9 * input.channels * outputs)
            let (scale, shift) = (take(outputs), take(outputs))
            let none = Array(repeating: 0.0, count: outputs)
            let (mean, variance) = (takeStatistic(outputs), takeStatistic(outputs))
            return PlainLayers.normalised(
                PlainLayers.convolution(input, weights, window: 3, bias: none),
                by: mean.map { ($0, variance!) }, scale: scale, shift: shift, activation: .rectified)
        }
        var current = input
        var skips: [PlainMaps] = []
        for (level, channels) in shape.channels.enumerated() {
            if level > 0 { current = PlainLayers.pooled(current) }
            current = block(block(current, channels), channels)
            skips.append(current)
        }
        for (level, channels) in shape.channels.enumerated().dropLast().reversed() {
            let joined = PlainLayers.concatenated(skips[level], PlainLayers.upSampled(current))
            current = block(block(joined, channels), channels)
        }
        let weights = take(shape.channels[0] * shape.classes)
        return PlainLayers.convolution(current, weights, window: 1, bias: take(shape.classes))
    }

    func probabilities(_ input: PlainMaps) -> PlainMaps { Self.softmax(logits(input)) }

    static func softmax(_ logits: PlainMaps) -> PlainMaps {
        .make(pictures: logits.pictures, channels: logits.channels, side: logits.side) { picture, channel, y, x in
            let sum = (0..<logits.channels).reduce(0) { $0 + Double.exp(logits[picture, $1, y, x]) }
            return .exp(logits[picture, channel, y, x]) / sum
        }
    }

    /// The cross-entropy of a pixel, plus 1 − the mean soft Dice of all classes.
    static func loss(_ logits: PlainMaps, truth: [UInt8]) -> Double {
        let probabilities = softmax(logits)
        let (classes, side) = (logits.channels, logits.side)
        var entropy = 0.0
        var (overlap, size) = (Array(repeating: 0.0, count: classes), Array(repeating: 0.0, count: classes))
        for (index, own) in truth.enumerated() {
            let (picture, y, x) = (index / (side * side), index / side % side, index % side)
            for channel in 0..<classes {
                let value = probabilities[picture, channel, y, x]
                size[channel] += value
                guard channel == Int(own) else { continue }
                overlap[channel] += value
                size[channel] += 1
                entropy -= .log(value)
            }
        }
        let dice = (0..<classes).map { (2 * overlap[$0] + 1) / (size[$0] + 1) }
        return entropy / Double(truth.count) + 1 - dice.reduce(0, +) / Double(classes)
    }
}
