import Vectors

/// The largest of each 2 × 2 pixels: half the side, channels a multiple of eight.
package enum MaximumPooling {
    package static func forward(_ input: FeatureMaps, into output: FeatureMaps) {
        forEachBlock(input, output) { corner, target in
            let upper = Lanes.maximum(Lanes.read(corner), Lanes.read(corner + input.stride))
            let next = corner + input.rowStride
            let lower = Lanes.maximum(Lanes.read(next), Lanes.read(next + input.stride))
            Lanes.write(Lanes.maximum(upper, lower), target)
        }
    }

    /// Adds the gradient of the output to that of the input, at the largest of each four pixels; the first of them,
    /// along rows, where several are.
    ///
    /// - Parameter input: what `forward` got.
    package static func addInputGradient(
        _ input: FeatureMaps, outputGradient: FeatureMaps, to inputGradient: FeatureMaps
    ) {
        precondition(input.side == inputGradient.side && input.channels == inputGradient.channels)
        forEachBlock(input, outputGradient, other: inputGradient) { corner, error, place in
            let next = corner + input.rowStride
            let a = Lanes.read(corner)
            let b = Lanes.read(corner + input.stride)
            let c = Lanes.read(next)
            let d = Lanes.read(next + input.stride)
            let largest = Lanes.maximum(Lanes.maximum(a, b), Lanes.maximum(c, d))
            var left = Lanes.read(error)
            give(&left, a, largest, place)
            give(&left, b, largest, place + inputGradient.stride)
            give(&left, c, largest, place + inputGradient.rowStride)
            give(&left, d, largest, place + inputGradient.rowStride + inputGradient.stride)
        }
    }

    /// Adds what is left of an error where a value is the largest, and leaves the rest.
    @inline(__always)
    private static func give(
        _ left: inout SIMD8<Float>, _ value: SIMD8<Float>, _ largest: SIMD8<Float>,
        _ place: UnsafeMutablePointer<Float>
    ) {
        Lanes.write(Lanes.read(place) + Lanes.keep(left, where: value, isAtLeast: largest), place)
        left = Lanes.keep(left, where: value, isBelow: largest)
    }

    @inline(__always)
    private static func forEachBlock(
        _ input: FeatureMaps, _ output: FeatureMaps,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        forEachBlock(input, output, other: input) { corner, pixel, _ in body(corner, pixel) }
    }

    /// Calls `body` with the first of four pixels, the pixel of half the side, and the first of four in `other`.
    @inline(__always)
    private static func forEachBlock(
        _ input: FeatureMaps, _ output: FeatureMaps, other: FeatureMaps,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        precondition(input.side == 2 * output.side && input.pictures == output.pictures)
        precondition(input.channels == output.channels && input.channels % 8 == 0)
        for picture in 0..<output.pictures {
            for row in 0..<output.side {
                let (source, target) = (input.row(2 * row, of: picture), output.row(row, of: picture))
                let second = other.row(2 * row, of: picture)
                for column in 0..<output.side {
                    for channel in stride(from: 0, to: output.channels, by: 8) {
                        body(
                            source + (2 &* column &* input.stride &+ channel),
                            target + (column &* output.stride &+ channel),
                            second + (2 &* column &* other.stride &+ channel))
                    }
                }
            }
        }
    }
}
