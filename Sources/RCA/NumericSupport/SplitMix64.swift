/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers on every machine for one seed, since nothing but
/// exact integer steps and correctly rounded arithmetic is used.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The finaliser: a hash of 64 bits to 64 bits.
    package static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A position in 0..<count, as the high half of a product: the standard library may change how it draws.
    ///
    /// Positions differ in probability by less than count / 2⁶⁴.
    /// - Precondition: the count is positive.
    package mutating func nextPosition(below count: Int) -> Int {
        precondition(count > 0, "a position needs a place")
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// Uniform on [0, 1) in steps of 2⁻²⁴, so that the Float is exact.
    package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }
}
