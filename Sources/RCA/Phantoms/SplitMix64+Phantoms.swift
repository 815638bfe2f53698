package import NumericSupport

extension SplitMix64 {
    /// An independent stream for each combination of a seed, an index and a purpose.
    package init(seed: UInt64, index: Int, purpose: UInt64) {
        let mixed = Self.mix(Self.mix(seed) ^ UInt64(bitPattern: Int64(index)))
        self.init(seed: Self.mix(mixed ^ purpose &* 0xD6E8_FEB8_6659_FD93))
    }

    /// Uniform between two ends.
    package mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    }

    /// Close to normal with mean 0 and deviation 1, never beyond ±4.9: the sum of eight uniform draws.
    package mutating func nearlyNormal() -> Float {
        var sum: Float = -4
        for _ in 0..<8 { sum += uniform() }
        return sum * 1.2247449
    }

    /// Normal about `mean`, cut off at two and a half deviations so that no anatomy becomes impossible.
    package mutating func normal(_ mean: Float, _ deviation: Float) -> Float {
        mean + deviation * min(2.5, max(-2.5, nearlyNormal()))
    }

    /// True with the stated probability.
    package mutating func chance(_ probability: Float) -> Bool { uniform() < probability }
}
