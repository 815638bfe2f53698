import Vectors

/// eˣ of eight numbers at a time.
enum Exponential {
    /// Beyond these, eˣ has no ordinary Float.
    private static let least = SIMD8<Float>(repeating: -87)
    private static let largest = SIMD8<Float>(repeating: 88)
    /// 1.5 · 2²³: added, it leaves a number's whole part in the lowest bits.
    private static let rounding = SIMD8<Float>(repeating: 12_582_912)

    /// eˣ, with a relative error below 3 · 10⁻⁷ (the polynomial of Cephes, Moshier 1989). Arguments are brought to −87
    /// ... 88 first; what is not a number counts as −87.
    @inline(__always)
    static func value(_ argument: SIMD8<Float>) -> SIMD8<Float> {
        let x = Lanes.minimum(Lanes.maximum(argument, least), largest)
        let shifted = Lanes.multiplyAdd(1.442_695, x, rounding)
        let power = shifted - rounding
        // ln 2 in two parts, the first of few bits, so that its product is exact.
        let rest = Lanes.multiplyAdd(0.000_212_194_44, power, Lanes.multiplyAdd(-0.693_359_375, power, x))
        var sum = SIMD8<Float>(repeating: 1.987_569_15e-4)
        sum = Lanes.multiplyAdd(sum, rest, SIMD8(repeating: 1.398_199_95e-3))
        sum = Lanes.multiplyAdd(sum, rest, SIMD8(repeating: 8.333_451_9e-3))
        sum = Lanes.multiplyAdd(sum, rest, SIMD8(repeating: 4.166_579_6e-2))
        sum = Lanes.multiplyAdd(sum, rest, SIMD8(repeating: 0.166_666_65))
        sum = Lanes.multiplyAdd(sum, rest, SIMD8(repeating: 0.5))
        let mantissa = Lanes.multiplyAdd(sum, rest * rest, rest) + 1
        let exponent = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(mantissa, to: SIMD8<UInt32>.self) &+ exponent, to: SIMD8<Float>.self)
    }
}
