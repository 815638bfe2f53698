/// A pseudo-random sequence (Steele, Lea and Flood 2014): the same numbers on every machine for one seed.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A position in 0..<count, as the high half of a product: the standard library may change how it draws.
    ///
    /// Positions differ in probability by less than count / 2⁶⁴.
    /// - Precondition: the count is positive.
    mutating func nextPosition(below count: Int) -> Int {
        precondition(count > 0, "a position needs a place")
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
