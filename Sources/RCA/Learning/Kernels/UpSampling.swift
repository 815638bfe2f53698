import Vectors

/// Bilinear interpolation to twice the side, with pixels as squares (`align_corners=False` in PyTorch): between pixel
/// centres at quarters and three quarters, constant beyond the outermost. Channels are a multiple of eight.
package enum UpSampling {
    package static func forward(_ input: FeatureMaps, into output: FeatureMaps) {
        precondition(output.side == 2 * input.side && input.pictures == output.pictures)
        precondition(input.channels == output.channels && input.channels % 8 == 0)
        let last = input.side - 1
        for picture in 0..<input.pictures {
            for row in 0..<output.side {
                let near = input.row(row / 2, of: picture)
                let far = input.row(min(max(row / 2 + (row % 2 == 0 ? -1 : 1), 0), last), of: picture)
                let target = output.row(row, of: picture)
                for channel in stride(from: 0, to: input.channels, by: 8) {
                    func column(_ index: Int) -> SIMD8<Float> {
                        let offset = index &* input.stride &+ channel
                        return 0.75 * Lanes.read(near + offset) + 0.25 * Lanes.read(far + offset)
                    }
                    var middle = column(0)
                    var before = middle
                    for index in 0...last {
                        let after = column(min(index + 1, last))
                        let pixel = target + (2 &* index &* output.stride &+ channel)
                        Lanes.write(0.75 * middle + 0.25 * before, pixel)
                        Lanes.write(0.75 * middle + 0.25 * after, pixel + output.stride)
                        (before, middle) = (middle, after)
                    }
                }
            }
        }
    }

    /// The gradient of the input: the transpose of `forward`.
    package static func backward(_ outputGradient: FeatureMaps, into inputGradient: FeatureMaps) {
        precondition(outputGradient.side == 2 * inputGradient.side)
        precondition(outputGradient.pictures == inputGradient.pictures)
        precondition(outputGradient.channels == inputGradient.channels && inputGradient.channels % 8 == 0)
        let last = outputGradient.side - 1
        for picture in 0..<inputGradient.pictures {
            for row in 0..<inputGradient.side {
                let above = outputGradient.row(max(2 * row - 1, 0), of: picture)
                let upper = outputGradient.row(2 * row, of: picture)
                let lower = outputGradient.row(2 * row + 1, of: picture)
                let below = outputGradient.row(min(2 * row + 2, last), of: picture)
                let target = inputGradient.row(row, of: picture)
                for channel in stride(from: 0, to: inputGradient.channels, by: 8) {
                    func column(_ index: Int) -> SIMD8<Float> {
                        let offset = index &* outputGradient.stride &+ channel
                        let inner = Lanes.read(upper + offset) + Lanes.read(lower + offset)
                        let outer = Lanes.read(above + offset) + Lanes.read(below + offset)
                        return 0.75 * inner + 0.25 * outer
                    }
                    var (left, before) = (column(0), column(0))
                    for index in 0..<inputGradient.side {
                        let right = column(2 * index + 1)
                        let after = column(min(2 * index + 2, last))
                        Lanes.write(
                            0.75 * (left + right) + 0.25 * (before + after),
                            target + (index &* inputGradient.stride &+ channel))
                        (before, left) = (right, after)
                    }
                }
            }
        }
    }
}
