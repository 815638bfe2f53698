import CVector
package import Imaging

/// The inverse of a spatial transform as a displacement field: from the moving frame back to the fixed one.
///
/// Solves x = A⁻¹(y) − u(x) by fixed-point iteration, which converges wherever the deformation does not fold
/// (its Jacobian stays within 1 of the identity's), on a grid of half the field's resolution, then doubles it.
package enum InverseField {
    static let iterations = 4

    /// - Parameters:
    ///   - inverseAffine: A⁻¹, frame to frame.
    ///   - displacementX, displacementY: u on the fixed frame, size² each, in frame units.
    ///   - size: a multiple of 16.
    ///   - scratch: (size / 2)² values twice.
    ///   - inverseX, inverseY: on return v with T⁻¹(y) = y + v(y) at the centres of size² pixels of the moving
    ///     frame.
    package static func invert(
        inverseAffine: AffineMap, displacementX: UnsafePointer<Float>, displacementY: UnsafePointer<Float>, size: Int,
        scratch: UnsafeMutablePointer<Float>, inverseX: UnsafeMutablePointer<Float>,
        inverseY: UnsafeMutablePointer<Float>
    ) {
        let half = size / 2
        let coarseX = scratch
        let coarseY = scratch + half * half
        #if RCA_PORTABLE
        InverseFieldReference.solve(
            inverseAffine: inverseAffine, displacementX: displacementX, displacementY: displacementY, size: size,
            into: coarseX, coarseY)
        #else
        solve(
            inverseAffine: inverseAffine, displacementX: displacementX, displacementY: displacementY, size: size,
            into: coarseX, coarseY)
        #endif
        double(coarseX, half, into: inverseX)
        double(coarseY, half, into: inverseY)
    }

    #if !RCA_PORTABLE
    package static func solve(
        inverseAffine affine: AffineMap, displacementX: UnsafePointer<Float>, displacementY: UnsafePointer<Float>,
        size: Int, into resultX: UnsafeMutablePointer<Float>, _ resultY: UnsafeMutablePointer<Float>
    ) {
        precondition(size % 16 == 0, "the kernels work on runs of eight pixels")
        let half = size / 2
        let step = 1 / Float(half)
        let ramp = SIMD8<Float>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5) * step
        let scale = SIMD8<Float>(repeating: Float(size))
        let offset = SIMD8<Float>(repeating: -0.5)
        let (xx, xy, x0) = (splat(affine.xx), splat(affine.xy), splat(affine.x0))
        let (yx, yy, y0) = (splat(affine.yx), splat(affine.yy), splat(affine.y0))
        for row in 0..<half {
            let down = SIMD8<Float>(repeating: (Float(row) + 0.5) * step)
            for column in stride(from: 0, to: half, by: 8) {
                let across = ramp + SIMD8(repeating: Float(column) * step)
                let startX = rca_multiply_add(xx, across, rca_multiply_add(xy, down, x0))
                let startY = rca_multiply_add(yx, across, rca_multiply_add(yy, down, y0))
                var x = startX
                var y = startY
                for _ in 0..<iterations {
                    let sample = EightSamples(
                        x: rca_multiply_add(x, scale, offset), y: rca_multiply_add(y, scale, offset), size: size)
                    x = startX - sample.value(in: displacementX)
                    y = startY - sample.value(in: displacementY)
                }
                store(x - across, resultX + row * half + column)
                store(y - down, resultY + row * half + column)
            }
        }
    }

    @inline(__always)
    private static func splat(_ value: Double) -> SIMD8<Float> { SIMD8(repeating: Float(value)) }
    #endif

    /// Doubles a square field by linear interpolation, constant beyond the outermost centres.
    private static func double(
        _ field: UnsafePointer<Float>, _ size: Int, into result: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<2 * size {
            let near = row / 2
            let far = min(max(row % 2 == 0 ? near - 1 : near + 1, 0), size - 1)
            let (a, b) = (field + near * size, field + far * size)
            let target = result + row * 2 * size
            var previous = 0.75 * a[0] + 0.25 * b[0]
            var current = previous
            for column in 0..<size {
                let following = column + 1 < size ? 0.75 * a[column + 1] + 0.25 * b[column + 1] : current
                target[2 * column] = 0.75 * current + 0.25 * previous
                target[2 * column + 1] = 0.75 * current + 0.25 * following
                previous = current
                current = following
            }
        }
    }
}

/// The plain implementation of the fixed-point solution.
package enum InverseFieldReference {
    package static func solve(
        inverseAffine affine: AffineMap, displacementX: UnsafePointer<Float>, displacementY: UnsafePointer<Float>,
        size: Int, into resultX: UnsafeMutablePointer<Float>, _ resultY: UnsafeMutablePointer<Float>
    ) {
        let half = size / 2
        for row in 0..<half {
            for column in 0..<half {
                let across = (Float(column) + 0.5) / Float(half)
                let down = (Float(row) + 0.5) / Float(half)
                let start = affine.apply(x: Double(across), y: Double(down))
                var (x, y) = (Float(start.x), Float(start.y))
                for _ in 0..<InverseField.iterations {
                    let shiftX = ReferenceSamplingKernel.value(
                        in: displacementX, x: x * Float(size) - 0.5, y: y * Float(size) - 0.5, size: size)
                    let shiftY = ReferenceSamplingKernel.value(
                        in: displacementY, x: x * Float(size) - 0.5, y: y * Float(size) - 0.5, size: size)
                    x = Float(start.x) - shiftX
                    y = Float(start.y) - shiftY
                }
                resultX[row * half + column] = x - across
                resultY[row * half + column] = y - down
            }
        }
    }
}
