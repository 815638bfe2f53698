import NumericSupport
import Vectors

/// Leaves out half of the numbers while a network is trained, and doubles the others (Srivastava et al., JMLR 2014,
/// with the scale of what is kept as TensorFlow and PyTorch have it). A trained network has no dropout.
///
/// Which numbers stay follows from the seed and a picture's place alone.
package enum Dropout {
    /// - Parameter seed: other numbers stay with another seed.
    package static func forward(_ input: FeatureMaps, seed: UInt64, into output: FeatureMaps) {
        precondition(input.side == output.side && input.pictures == output.pictures, "maps of other sizes")
        precondition(input.channels == output.channels && input.channels % 8 == 0, "channels go by eights")
        for picture in 0..<input.pictures {
            var bits = Bits(seed: SplitMix64.mix(seed &+ UInt64(picture) &* 0x9E37_79B9_7F4A_7C15))
            for row in 0..<input.side {
                let (source, target) = (input.row(row, of: picture), output.row(row, of: picture))
                for column in 0..<input.side {
                    for channel in stride(from: 0, to: input.channels, by: 8) {
                        let value = Lanes.read(source + (column &* input.stride &+ channel))
                        Lanes.write(
                            Lanes.choose(value + value, where: bits.next(), isAtLeast: one, else: .zero),
                            target + (column &* output.stride &+ channel))
                    }
                }
            }
        }
    }

    /// The gradient of the input, with the seed of `forward`.
    package static func backward(_ outputGradient: FeatureMaps, seed: UInt64, into inputGradient: FeatureMaps) {
        forward(outputGradient, seed: seed, into: inputGradient)
    }

    private static let one = SIMD8<Float>(repeating: 1)

    /// Eight random bits at a time, as numbers of 0 and 1; each draw of 64 bits gives eight, the lowest first.
    private struct Bits {
        private var random: SplitMix64
        private var drawn: UInt64 = 0
        private var left = 0

        init(seed: UInt64) { random = SplitMix64(seed: seed) }

        @inline(__always)
        mutating func next() -> SIMD8<Float> {
            if left == 0 {
                drawn = random.next()
                left = 8
            }
            let byte = SIMD8<UInt32>(repeating: UInt32(truncatingIfNeeded: drawn & 0xFF))
            drawn >>= 8
            left -= 1
            // A bit of 1 becomes the exponent of 1.0.
            let bits = (byte &>> Self.places) & SIMD8(repeating: 1)
            return unsafeBitCast(bits &* SIMD8(repeating: 0x3F80_0000), to: SIMD8<Float>.self)
        }

        private static let places = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
    }
}
