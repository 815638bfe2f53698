import RealModule

/// The layers and losses of a learned registration by their definitions, one number at a time.
extension PlainLayers {
    static func averaged(_ input: PlainMaps) -> PlainMaps {
        .make(pictures: input.pictures, channels: input.channels, side: input.side / 2) { picture, channel, y, x in
            (0..<4).reduce(0) { $0 + input[picture, channel, 2 * y + $1 / 2, 2 * x + $1 % 2] / 4 }
        }
    }

    static func repeated(_ input: PlainMaps) -> PlainMaps {
        .make(pictures: input.pictures, channels: input.channels, side: input.side * 2) {
            input[$0, $1, $2 / 2, $3 / 2]
        }
    }

    static func subSampled(_ input: PlainMaps) -> PlainMaps {
        .make(pictures: input.pictures, channels: input.channels, side: input.side / 2) {
            input[$0, $1, 2 * $2 + 1, 2 * $3 + 1]
        }
    }

    /// - Parameter field: whose first two channels are displacements.
    static func warped(_ input: PlainMaps, _ field: PlainMaps) -> PlainMaps {
        let last = input.side - 1
        return .make(pictures: input.pictures, channels: input.channels, side: input.side) { picture, channel, y, x in
            let across = min(max(Double(x) + field[picture, 0, y, x], 0), Double(last))
            let down = min(max(Double(y) + field[picture, 1, y, x], 0), Double(last))
            let (left, top) = (min(Int(across), last - 1), min(Int(down), last - 1))
            func row(_ row: Int) -> Double {
                let (a, b) = (input[picture, channel, row, left], input[picture, channel, row, left + 1])
                return a + (b - a) * (across - Double(left))
            }
            return row(top) + (row(top + 1) - row(top)) * (down - Double(top))
        }
    }

    /// −r of one channel, mean over the pictures of a batch.
    static func negativeCorrelation(_ a: PlainMaps, _ b: PlainMaps, channel: Int, batch: Int) -> Double {
        let count = Double(a.side * a.side)
        return (0..<a.pictures).reduce(0) { sum, picture in
            func centred(_ maps: PlainMaps) -> [Double] {
                let values = (0..<a.side * a.side).map { maps[picture, channel, $0 / a.side, $0 % a.side] }
                let mean = values.reduce(0, +) / count
                return values.map { $0 - mean }
            }
            func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
            let (u, v) = (centred(a), centred(b))
            return sum - product(u, v) / (product(u, u) * product(v, v)).squareRoot() / Double(batch)
        }
    }

    static func crossEntropy(_ logits: PlainMaps, _ truth: PlainMaps, classes: Int, batch: Int) -> Double {
        var sum = 0.0
        for picture in 0..<logits.pictures {
            for pixel in 0..<logits.side * logits.side {
                let (y, x) = (pixel / logits.side, pixel % logits.side)
                let scores = (0..<classes).map { logits[picture, $0, y, x] }
                let logSum = Double.log(scores.reduce(0) { $0 + .exp($1) })
                for index in 0..<classes { sum += truth[picture, index, y, x] * (logSum - scores[index]) }
            }
        }
        return sum / Double(batch * logits.side * logits.side)
    }

    static func totalVariation(_ field: PlainMaps, batch: Int) -> Double {
        var sum = 0.0
        for picture in 0..<field.pictures {
            for channel in 0..<2 {
                for y in 0..<field.side {
                    for x in 0..<field.side {
                        let own = field[picture, channel, y, x]
                        if x + 1 < field.side { sum += abs(field[picture, channel, y, x + 1] - own) }
                        if y + 1 < field.side { sum += abs(field[picture, channel, y + 1, x] - own) }
                    }
                }
            }
        }
        return sum / Double(batch)
    }
}
