/// Convolutions with zero padding that keep the side, 3 × 3 or 1 × 1, on maps with a multiple of eight output channels.
///
/// Weights lie as window rows × window columns × input channels × output channels, the last next to each other.
package enum Convolution {
    /// `output = window ⋆ input + bias`, and zero in place of negative values where `rectified`.
    ///
    /// Every pixel is summed in the same order, whatever the number of pictures, so a picture's result does not depend
    /// on its company.
    ///
    /// - Parameters:
    ///   - window: 3 or 1.
    ///   - weights: window² × input channels × output channels.
    ///   - bias: a number for each output channel, or nil for none.
    package static func forward(
        _ input: FeatureMaps, window: Int, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>? = nil,
        rectified: Bool = false, into output: FeatureMaps
    ) {
        precondition(input.side == output.side && input.pictures == output.pictures && output.channels % 8 == 0)
        let tiles = ConvolutionTiles(input: input, window: window, outputs: output.channels, rectified: rectified)
        for picture in 0..<input.pictures {
            var channel = 0
            while channel < output.channels {
                let isWide = output.channels - channel >= 16 && input.side >= 4
                let width = isWide ? 4 : input.side >= 8 ? 8 : 1
                let panel = weights + channel
                let start = bias.map { $0 + channel }
                for row in 0..<input.side {
                    let source = input.row(row, of: picture)
                    let target = output.row(row, of: picture) + channel
                    var column = 0
                    while column < input.side {
                        // The last tile of a row lies over the one before it where the side is no multiple.
                        let from = min(column, input.side - width)
                        let pixels = source + from * input.stride
                        let result = target + from * output.stride
                        if isWide {
                            tiles.fourBySixteen(pixels, panel, start, into: result, stride: output.stride)
                        } else if width == 8 {
                            tiles.eightByEight(pixels, panel, start, into: result, stride: output.stride)
                        } else {
                            tiles.oneByEight(pixels, panel, start, into: result)
                        }
                        column += width
                    }
                }
                channel += isWide ? 16 : 8
            }
        }
    }

    /// The weights with which `forward` takes the gradient of a convolution's output to that of its input: turned by
    /// half a turn, with inputs and outputs exchanged.
    ///
    /// - Parameter result: window² × `outputs` × `inputs`.
    package static func transpose(
        _ weights: UnsafePointer<Float>, window: Int, inputs: Int, outputs: Int,
        into result: UnsafeMutablePointer<Float>
    ) {
        let taps = window * window
        for tap in 0..<taps {
            let source = weights + tap * inputs * outputs
            let target = result + (taps - 1 - tap) * inputs * outputs
            for input in 0..<inputs {
                for output in 0..<outputs { target[output * inputs + input] = source[input * outputs + output] }
            }
        }
    }
}
