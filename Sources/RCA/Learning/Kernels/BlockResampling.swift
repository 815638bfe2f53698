import Vectors

/// The mean of each 2 × 2 pixels: half the side, channels a multiple of eight.
package enum AveragePooling {
    package static func forward(_ input: FeatureMaps, into output: FeatureMaps) {
        BlockResampling.sum(input, scale: 0.25, into: output)
    }

    /// The gradient of the input: the transpose of `forward`.
    package static func backward(_ outputGradient: FeatureMaps, into inputGradient: FeatureMaps) {
        BlockResampling.spread(outputGradient, scale: 0.25, into: inputGradient)
    }
}

/// Each pixel four times, as 2 × 2 pixels: twice the side, channels a multiple of eight.
package enum NearestUpSampling {
    package static func forward(_ input: FeatureMaps, into output: FeatureMaps) {
        BlockResampling.spread(input, scale: 1, into: output)
    }

    /// The gradient of the input: the transpose of `forward`.
    package static func backward(_ outputGradient: FeatureMaps, into inputGradient: FeatureMaps) {
        BlockResampling.sum(outputGradient, scale: 1, into: inputGradient)
    }
}

/// Every second pixel of every second row, from the second on: half the side, channels a multiple of eight.
///
/// After a 3 × 3 convolution this is a convolution of stride 2 as TensorFlow pads it (`SAME`: nothing before, a pixel
/// of zeros behind). It computes four times what is needed, which matters little beside the networks here.
package enum SubSampling {
    package static func forward(_ input: FeatureMaps, into output: FeatureMaps) {
        BlockResampling.forEachBlock(input, output) { corner, next, target in
            Lanes.write(Lanes.read(next + input.stride), target)
        }
    }

    /// The gradient of the input: that of the output where it was taken, zero elsewhere.
    package static func backward(_ outputGradient: FeatureMaps, into inputGradient: FeatureMaps) {
        BlockResampling.forEachBlock(inputGradient, outputGradient) { corner, next, error in
            Lanes.write(.zero, corner)
            Lanes.write(.zero, corner + inputGradient.stride)
            Lanes.write(.zero, next)
            Lanes.write(Lanes.read(error), next + inputGradient.stride)
        }
    }
}

/// Between maps and maps of half the side.
enum BlockResampling {
    /// The sum of each 2 × 2 pixels, times a factor.
    static func sum(_ input: FeatureMaps, scale: Float, into output: FeatureMaps) {
        forEachBlock(input, output) { corner, next, target in
            let upper = Lanes.read(corner) + Lanes.read(corner + input.stride)
            let lower = Lanes.read(next) + Lanes.read(next + input.stride)
            Lanes.write((upper + lower) * scale, target)
        }
    }

    /// Each pixel, times a factor, on 2 × 2 pixels.
    static func spread(_ input: FeatureMaps, scale: Float, into output: FeatureMaps) {
        forEachBlock(output, input) { corner, next, source in
            let value = Lanes.read(source) * scale
            Lanes.write(value, corner)
            Lanes.write(value, corner + output.stride)
            Lanes.write(value, next)
            Lanes.write(value, next + output.stride)
        }
    }

    /// Calls `body` with the first pixel of each block, the one below it, and the pixel of half the side.
    @inline(__always)
    static func forEachBlock(
        _ large: FeatureMaps, _ small: FeatureMaps,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        precondition(large.side == 2 * small.side && large.pictures == small.pictures, "blocks are of 2 × 2 pixels")
        precondition(large.channels == small.channels && large.channels % 8 == 0, "channels go by eights")
        for picture in 0..<small.pictures {
            for row in 0..<small.side {
                let upper = large.row(2 * row, of: picture)
                let lower = large.row(2 * row + 1, of: picture)
                let pixels = small.row(row, of: picture)
                for column in 0..<small.side {
                    for channel in stride(from: 0, to: small.channels, by: 8) {
                        let offset = 2 &* column &* large.stride &+ channel
                        body(upper + offset, lower + offset, pixels + (column &* small.stride &+ channel))
                    }
                }
            }
        }
    }
}
