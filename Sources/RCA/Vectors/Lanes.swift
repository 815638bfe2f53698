#if !RCA_PORTABLE
public import CVector
#endif

/// Eight values at a time, for kernels on memory that its owner keeps alive. The portable build has plain Swift in place
/// of the instructions.
///
/// Public, since the compiler inlines nothing less across modules, and kernels would take twice as long.
public enum Lanes {
    @inlinable @inline(__always)
    public static func read(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
    }

    @inlinable @inline(__always)
    public static func write(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
    }

    /// a · b + c, with one rounding where the processor can.
    @inlinable @inline(__always)
    public static func multiplyAdd(_ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        a * b + c
        #else
        rca_multiply_add(a, b, c)
        #endif
    }

    /// The same for one number that multiplies all eight.
    @inlinable @inline(__always)
    public static func multiplyAdd(_ a: Float, _ b: SIMD8<Float>, _ c: SIMD8<Float>) -> SIMD8<Float> {
        multiplyAdd(SIMD8(repeating: a), b, c)
    }

    /// The smaller one; b where either is not a number.
    @inlinable @inline(__always)
    public static func minimum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        b.replacing(with: a, where: a .< b)
        #else
        rca_minimum(a, b)
        #endif
    }

    /// The larger one; b where either is not a number.
    @inlinable @inline(__always)
    public static func maximum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        b.replacing(with: a, where: a .> b)
        #else
        rca_maximum(a, b)
        #endif
    }

    @inlinable @inline(__always)
    public static func squareRoot(_ value: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        value.squareRoot()
        #else
        rca_square_root(value)
        #endif
    }

    /// `value` where `control` is `bound` or more, else `other`.
    @inlinable @inline(__always)
    public static func choose(
        _ value: SIMD8<Float>, where control: SIMD8<Float>, isAtLeast bound: SIMD8<Float>, else other: SIMD8<Float>
    ) -> SIMD8<Float> {
        #if RCA_PORTABLE
        other.replacing(with: value, where: control .>= bound)
        #else
        rca_choose(value, other, control, bound)
        #endif
    }

    /// A bit for each lane, the first in the lowest: 1 where a is above b.
    @inlinable @inline(__always)
    public static func above(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> UInt8 {
        #if RCA_PORTABLE
        (0..<8).reduce(0) { $0 | (a[$1] > b[$1] ? 1 << UInt8($1) : 0) }
        #else
        rca_above(a, b)
        #endif
    }

    /// value where control > 0, else 0.
    @inlinable @inline(__always)
    public static func keep(_ value: SIMD8<Float>, wherePositive control: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        SIMD8<Float>.zero.replacing(with: value, where: control .> SIMD8<Float>.zero)
        #else
        rca_choose(.zero, value, -control, .zero)
        #endif
    }

    /// value where a ≥ b, else 0.
    @inlinable @inline(__always)
    public static func keep(_ value: SIMD8<Float>, where a: SIMD8<Float>, isAtLeast b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        SIMD8<Float>.zero.replacing(with: value, where: a .>= b)
        #else
        rca_choose(value, .zero, a, b)
        #endif
    }

    /// value where a < b, else 0.
    @inlinable @inline(__always)
    public static func keep(_ value: SIMD8<Float>, where a: SIMD8<Float>, isBelow b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        value.replacing(with: SIMD8<Float>.zero, where: a .>= b)
        #else
        rca_choose(.zero, value, a, b)
        #endif
    }
}
