/// Projects forces on the six affine deviations.
package enum AffineForce {
    /// The sums over a square level of the forces times position, (Σ fx·x, Σ fx·y, Σ fx, Σ fy·x, Σ fy·y, Σ fy),
    /// with positions relative to the frame's centre. `size` is a multiple of 8.
    package static func sum(forceX: UnsafePointer<Float>, forceY: UnsafePointer<Float>, size: Int) -> [Double] {
        let ramp = SIMD8<Float>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)
        var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        var others = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        for row in 0..<size {
            let down = SIMD8<Float>(repeating: (Float(row) + 0.5) / Float(size) - 0.5)
            for column in stride(from: 0, to: size, by: 8) {
                let across = (ramp + Float(column)) / Float(size) - 0.5
                let x = UnsafeRawPointer(forceX + row * size + column).loadUnaligned(as: SIMD8<Float>.self)
                let y = UnsafeRawPointer(forceY + row * size + column).loadUnaligned(as: SIMD8<Float>.self)
                sums.0 += x * across
                sums.1 += x * down
                sums.2 += x
                others.0 += y * across
                others.1 += y * down
                others.2 += y
            }
        }
        return [sums.0, sums.1, sums.2, others.0, others.1, others.2].map { Double($0.sum()) }
    }
}
