/// SplitMix64 (Steele, Lea, Flood 2014) with the draws that phantoms need: the same numbers on every machine
/// for one seed, because nothing but exact integer steps and correctly rounded arithmetic is used.
package struct PhantomRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// An independent stream for each combination of a seed, an index and a purpose.
    package init(seed: UInt64, index: Int, purpose: UInt64) {
        let mixed = Self.mix(Self.mix(seed) ^ UInt64(bitPattern: Int64(index)))
        self.init(seed: Self.mix(mixed ^ purpose &* 0xD6E8_FEB8_6659_FD93))
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The finaliser of SplitMix64: a hash of 64 bits to 64 bits.
    package static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform on [0, 1) in steps of 2⁻²⁴, so that the Float is exact.
    package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Uniform between two ends.
    package mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    }

    /// Close to normal with mean 0 and deviation 1, never beyond ±4.9: the sum of eight uniform draws.
    package mutating func normal() -> Float {
        var sum: Float = -4
        for _ in 0..<8 { sum += unit() }
        return sum * 1.2247449
    }

    /// Normal about `mean`, cut off at two and a half deviations so that no anatomy becomes impossible.
    package mutating func normal(_ mean: Float, _ deviation: Float) -> Float {
        mean + deviation * min(2.5, max(-2.5, normal()))
    }

    /// True with the stated probability.
    package mutating func chance(_ probability: Float) -> Bool { unit() < probability }
}
