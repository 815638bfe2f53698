import Learning

/// The layers and losses of a learned registration on arrays of planes.
extension Layers {
    /// What `body` makes of maps, at another side.
    static func made(
        _ input: TestMaps, side: Int, beside: Int = 0, _ body: (FeatureMaps, FeatureMaps) -> Void
    ) -> TestMaps {
        var (input, output) = (input, TestMaps(zeros: input.pictures, channels: input.channels, side: side))
        input.withMaps { input in output.withMaps(beside: beside) { body(input, $0) } }
        return output
    }

    static func averaged(_ input: TestMaps, beside: Int = 0) -> TestMaps {
        made(input, side: input.side / 2, beside: beside) { AveragePooling.forward($0, into: $1) }
    }

    static func averagingGradient(_ error: TestMaps, beside: Int = 0) -> TestMaps {
        made(error, side: error.side * 2, beside: beside) { AveragePooling.backward($0, into: $1) }
    }

    static func repeated(_ input: TestMaps, beside: Int = 0) -> TestMaps {
        made(input, side: input.side * 2, beside: beside) { NearestUpSampling.forward($0, into: $1) }
    }

    static func repeatingGradient(_ error: TestMaps, beside: Int = 0) -> TestMaps {
        made(error, side: error.side / 2, beside: beside) { NearestUpSampling.backward($0, into: $1) }
    }

    static func subSampled(_ input: TestMaps, beside: Int = 0) -> TestMaps {
        made(input, side: input.side / 2, beside: beside) { SubSampling.forward($0, into: $1) }
    }

    static func subSamplingGradient(_ error: TestMaps, beside: Int = 0) -> TestMaps {
        made(error, side: error.side * 2, beside: beside) { SubSampling.backward($0, into: $1) }
    }

    static func dropped(_ input: TestMaps, seed: UInt64) -> TestMaps {
        made(input, side: input.side) { Dropout.forward($0, seed: seed, into: $1) }
    }

    static func sum(_ first: TestMaps, _ second: TestMaps, _ activation: Activation) -> TestMaps {
        var second = second
        return made(first, side: first.side) { first, output in
            second.withMaps { activation.forward(sumOf: first, $0, into: output) }
        }
    }

    static func warped(_ input: TestMaps, _ field: TestMaps, beside: Int = 0) -> TestMaps {
        var field = field
        return made(input, side: input.side, beside: beside) { input, output in
            field.withMaps { DisplacementWarp.forward(input, field: $0, into: output) }
        }
    }

    /// The gradient of the field.
    static func warpGradient(_ input: TestMaps, _ field: TestMaps, error: TestMaps) -> TestMaps {
        var (input, field, error) = (input, field, error)
        var gradient = TestMaps(zeros: field.pictures, channels: field.channels, side: field.side)
        input.withMaps { input in
            field.withMaps { field in
                error.withMaps { error in
                    gradient.withMaps {
                        DisplacementWarp.backward(input, field: field, outputGradient: error, into: $0)
                    }
                }
            }
        }
        return gradient
    }

    /// A loss of two maps and its gradient by the first.
    static func loss(
        _ first: TestMaps, _ second: TestMaps,
        _ body: (FeatureMaps, FeatureMaps, _ gradient: FeatureMaps) -> Double
    ) -> (loss: Double, gradient: TestMaps) {
        var (first, second) = (first, second)
        var gradient = TestMaps(zeros: first.pictures, channels: first.channels, side: first.side)
        let loss = first.withMaps { first in
            second.withMaps { second in gradient.withMaps { body(first, second, $0) } }
        }
        return (loss, gradient)
    }
}

extension TestMaps {
    /// One channel of every picture.
    func channels(_ range: Range<Int>) -> [Double] {
        let plane = side * side
        return (0..<pictures).flatMap { picture in
            let start = (picture * channels + range.lowerBound) * plane
            return values[start..<start + range.count * plane].map(Double.init)
        }
    }
}
