import Learning
import RealModule

/// Feature maps in double precision, as planes.
struct PlainMaps {
    var values: [Double]
    let pictures: Int
    let channels: Int
    let side: Int

    init(_ values: [Double], pictures: Int, channels: Int, side: Int) {
        self.values = values
        self.pictures = pictures
        self.channels = channels
        self.side = side
    }

    /// Zero outside the picture.
    subscript(picture: Int, channel: Int, row: Int, column: Int) -> Double {
        guard (0..<side).contains(row), (0..<side).contains(column) else { return 0 }
        return values[((picture * channels + channel) * side + row) * side + column]
    }

    /// Maps of which each number is computed by itself.
    static func make(
        pictures: Int, channels: Int, side: Int, _ value: (Int, Int, Int, Int) -> Double
    ) -> PlainMaps {
        var values: [Double] = []
        for picture in 0..<pictures {
            for channel in 0..<channels {
                for row in 0..<side {
                    for column in 0..<side { values.append(value(picture, channel, row, column)) }
                }
            }
        }
        return PlainMaps(values, pictures: pictures, channels: channels, side: side)
    }
}

/// The layers by their definitions, one number at a time.
enum PlainLayers {
    static func convolution(_ input: PlainMaps, _ weights: [Double], window: Int, bias: [Double]) -> PlainMaps {
        let outputs = bias.count
        return .make(pictures: input.pictures, channels: outputs, side: input.side) { picture, output, row, column in
            var sum = bias[output]
            for tap in 0..<window * window {
                let (y, x) = (row + tap / window - window / 2, column + tap % window - window / 2)
                for channel in 0..<input.channels {
                    sum += weights[(tap * input.channels + channel) * outputs + output] * input[picture, channel, y, x]
                }
            }
            return sum
        }
    }

    /// Mean and biased variance of each channel.
    static func statistics(_ input: PlainMaps) -> (mean: [Double], variance: [Double]) {
        let plane = input.side * input.side
        var (means, variances): ([Double], [Double]) = ([], [])
        for channel in 0..<input.channels {
            let values = (0..<input.pictures).flatMap { picture in
                let start = (picture * input.channels + channel) * plane
                return Array(input.values[start..<start + plane])
            }
            let mean = values.reduce(0, +) / Double(values.count)
            means.append(mean)
            variances.append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        }
        return (means, variances)
    }

    static func normalised(
        _ input: PlainMaps, by given: (mean: [Double], variance: [Double])? = nil, scale: [Double], shift: [Double],
        activation: Activation?
    ) -> PlainMaps {
        let (mean, variance) = given ?? statistics(input)
        return .make(pictures: input.pictures, channels: input.channels, side: input.side) { picture, channel, y, x in
            let unit = (input[picture, channel, y, x] - mean[channel]) / (variance[channel] + 1e-5).squareRoot()
            let value = unit * scale[channel] + shift[channel]
            return activation.map { plain($0, value) } ?? value
        }
    }

    static func plain(_ activation: Activation, _ value: Double) -> Double {
        switch activation {
        case .rectified: max(value, 0)
        case .exponentialLinear: value > 0 ? value : .expMinusOne(value)
        }
    }

    static func pooled(_ input: PlainMaps) -> PlainMaps {
        .make(pictures: input.pictures, channels: input.channels, side: input.side / 2) { picture, channel, y, x in
            (0..<4).map { input[picture, channel, 2 * y + $0 / 2, 2 * x + $0 % 2] }.max()!
        }
    }

    static func upSampled(_ input: PlainMaps) -> PlainMaps {
        func places(_ index: Int) -> (Int, Int, Double) {
            let position = max((Double(index) + 0.5) / 2 - 0.5, 0)
            let lower = Int(position)
            return (lower, min(lower + 1, input.side - 1), position - Double(lower))
        }
        return .make(pictures: input.pictures, channels: input.channels, side: 2 * input.side) {
            picture, channel, y, x in
            let ((top, bottom, down), (left, right, along)) = (places(y), places(x))
            let upper = (1 - along) * input[picture, channel, top, left] + along * input[picture, channel, top, right]
            let lower =
                (1 - along) * input[picture, channel, bottom, left] + along * input[picture, channel, bottom, right]
            return (1 - down) * upper + down * lower
        }
    }

    static func concatenated(_ first: PlainMaps, _ second: PlainMaps) -> PlainMaps {
        .make(pictures: first.pictures, channels: first.channels + second.channels, side: first.side) {
            $1 < first.channels ? first[$0, $1, $2, $3] : second[$0, $1 - first.channels, $2, $3]
        }
    }
}
