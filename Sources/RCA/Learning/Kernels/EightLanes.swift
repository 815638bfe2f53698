import CVector

/// Eight neighbouring channels at a time, on memory that its owner keeps alive. The portable build has plain Swift in
/// place of the instructions.
enum EightLanes {
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

    /// The same for one number that multiplies all eight.
    @inline(__always)
    static func multiplyAdd(_ a: Float, _ b: SIMD8<Float>, _ c: SIMD8<Float>) -> SIMD8<Float> {
        multiplyAdd(SIMD8(repeating: a), b, c)
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

    /// value where control > 0, else 0.
    @inline(__always)
    static func keep(_ value: SIMD8<Float>, wherePositive control: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        SIMD8<Float>.zero.replacing(with: value, where: control .> SIMD8<Float>.zero)
        #else
        rca_choose(.zero, value, -control, .zero)
        #endif
    }

    /// value where a ≥ b, else 0.
    @inline(__always)
    static func keep(_ value: SIMD8<Float>, where a: SIMD8<Float>, isAtLeast b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        SIMD8<Float>.zero.replacing(with: value, where: a .>= b)
        #else
        rca_choose(value, .zero, a, b)
        #endif
    }

    /// value where a < b, else 0.
    @inline(__always)
    static func keep(_ value: SIMD8<Float>, where a: SIMD8<Float>, isBelow b: SIMD8<Float>) -> SIMD8<Float> {
        #if RCA_PORTABLE
        value.replacing(with: SIMD8<Float>.zero, where: a .>= b)
        #else
        rca_choose(.zero, value, a, b)
        #endif
    }
}
