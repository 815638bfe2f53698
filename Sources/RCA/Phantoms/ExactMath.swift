/// Elementary functions built from correctly rounded operations alone.
///
/// The C library's `exp` and `log` differ in the last bit between machines, which is enough to move a grey
/// value. These have a relative error near 1e-6, give the same bits everywhere and vectorise.
package enum ExactMath {
    /// 2 to the power `x`, which is clamped to -126...126.
    package static func exp2(_ x: Float) -> Float {
        let clamped = min(126, max(-126, x))
        let whole = clamped.rounded(.down)
        let f = clamped - whole
        // Minimax polynomial of 2^f on [0, 1).
        var p: Float = 1.8775767e-3
        p = p * f + 8.9893397e-3
        p = p * f + 5.5826318e-2
        p = p * f + 2.4015361e-1
        p = p * f + 6.9315308e-1
        p = p * f + 9.9999994e-1
        return p * Float(bitPattern: UInt32(Int32(whole) + 127) << 23)
    }

    /// The base-2 logarithm of a positive normal number; anything smaller counts as the least normal one.
    package static func log2(_ x: Float) -> Float {
        let bits = max(x, Float.leastNormalMagnitude).bitPattern
        let exponent = Float(Int32(bits >> 23) - 127)
        let mantissa = Float(bitPattern: bits & 0x7F_FFFF | 0x3F80_0000)
        let z = (mantissa - 1) / (mantissa + 1)
        let z2 = z * z
        let series = 1 + z2 * (1 / 3 + z2 * (1 / 5 + z2 * (1 / 7 + z2 * (1 / 9 + z2 / 11))))
        return exponent + 2.8853901 * z * series
    }

    /// `base` to the power `exponent` for `base` ≥ 0; 0 stays 0.
    package static func pow(_ base: Float, _ exponent: Float) -> Float {
        base <= 0 ? 0 : exp2(exponent * log2(base))
    }

    /// e to the power `x`.
    package static func exp(_ x: Float) -> Float { exp2(x * 1.442695) }

    /// Cosine and sine from the tangent of half the angle, by exact arithmetic.
    package static func cosineAndSine(halfAngleTangent t: Float) -> SIMD2<Float> {
        [(1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)]
    }

    /// 0 below 0, 1 above 1, a smooth cubic between.
    package static func smoothStep(_ x: Float) -> Float {
        let t = min(1, max(0, x))
        return t * t * (3 - 2 * t)
    }

    /// A smooth bump: 1 at 0, 0 from ±1 on.
    package static func bump(_ x: Float) -> Float {
        let r = max(0, 1 - x * x)
        return r * r
    }

    /// The chord of a unit-radius rod at distance `x` from its axis: √(1 - x²), 0 from ±1 on.
    package static func chord(_ x: Float) -> Float { max(0, 1 - x * x).squareRoot() }
}
