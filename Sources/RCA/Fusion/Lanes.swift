import CVector

/// Eight values at a time, for kernels on memory that its owner keeps alive. The portable build has plain Swift in
/// place of the instructions.
enum Lanes {
    @inline(__always)
    static func read(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
    }

    @inline(__always)
    static func write(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
    }

    /// a · b + c, with one rounding where the processor can.
    @inline(__always)
    static func multiplyAdd(_ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        a * b + c
        #else
        rca_multiply_add(a, b, c)
        #endif
    }

    /// The smaller one; b where either is not a number.
    @inline(__always)
    static func minimum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        b.replacing(with: a, where: a .< b)
        #else
        rca_minimum(a, b)
        #endif
    }

    /// The larger one; b where either is not a number.
    @inline(__always)
    static func maximum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        b.replacing(with: a, where: a .> b)
        #else
        rca_maximum(a, b)
        #endif
    }

    @inline(__always)
    static func squareRoot(_ value: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        value.squareRoot()
        #else
        rca_square_root(value)
        #endif
    }

    /// `value` where `control` is `bound` or more, else `other`.
    @inline(__always)
    static func choose(
        _ value: SIMD8<Float>, where control: SIMD8<Float>, isAtLeast bound: SIMD8<Float>, else other: SIMD8<Float>
    ) -> SIMD8<Float> {
        #if RCA_PORTABLE
        other.replacing(with: value, where: control .>= bound)
        #else
        rca_choose(value, other, control, bound)
        #endif
    }

    /// A bit for each lane, the first in the lowest: 1 where a is above b.
    @inline(__always)
    static func above(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> UInt8 {
        #if RCA_PORTABLE
        (0..<8).reduce(0) { $0 | (a[$1] > b[$1] ? 1 << UInt8($1) : 0) }
        #else
        rca_above(a, b)
        #endif
    }
}
