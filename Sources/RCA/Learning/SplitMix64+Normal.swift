package import NumericSupport
import RealModule

extension SplitMix64 {
    /// Normal with mean 0 and deviation 1 (Box and Muller, 1958).
    package mutating func normal() -> Float {
        /// Uniform above 0 and up to 1, in steps of 2⁻⁵³.
        func unit() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }
        let radius = (-2 * Double.log(unit())).squareRoot()
        return Float(radius * .cos(2 * .pi * unit()))
    }
}
