import RealModule

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) with normal deviates: the same numbers for one seed.
package struct SeededNormal: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform above 0 and up to 1, in steps of 2⁻⁵³.
    private mutating func unit() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

    /// Normal with mean 0 and deviation 1 (Box and Muller, 1958).
    package mutating func normal() -> Float {
        let radius = (-2 * Double.log(unit())).squareRoot()
        return Float(radius * .cos(2 * .pi * unit()))
    }
}
