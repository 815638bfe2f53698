import CVector
package import Imaging

/// Where a square level of the fixed image finds its partners: the transform's parts as the kernels need them.
///
/// `displacementX` and `displacementY` hold size² frame-unit displacements, or are nil for an affine map alone.
package struct SamplingPath {
    package let affine: AffineMap
    package let displacementX: UnsafePointer<Float>?
    package let displacementY: UnsafePointer<Float>?

    package init(
        affine: AffineMap, displacementX: UnsafePointer<Float>? = nil, displacementY: UnsafePointer<Float>? = nil
    ) {
        self.affine = affine
        self.displacementX = displacementX
        self.displacementY = displacementY
    }
}

/// Bilinear sampling of a square moving image along a transform: the innermost loop of registration.
///
/// Samples outside the moving image count as nothing: the kernels return zero there. Every function has the
/// same arguments as its namesake in ``ReferenceSamplingKernel`` and the same result up to rounding.
package enum SamplingKernel {
    /// The weighted, clamped residuals times the fixed image's gradients: what a Gauss–Newton step projects.
    ///
    /// With r = clamp(moving(T(x)) − fixed(x), ±clamp), writes r · gradientX and r · gradientY, both size².
    /// A clamped residual is the Huber loss's influence function. `size` is a multiple of 8.
    package static func forces(
        fixed: UnsafePointer<Float>, gradientX: UnsafePointer<Float>, gradientY: UnsafePointer<Float>,
        moving: UnsafePointer<Float>, validity: UnsafePointer<Float>?, size: Int, path: SamplingPath, clamp: Float,
        forceX: UnsafeMutablePointer<Float>, forceY: UnsafeMutablePointer<Float>
    ) {
        #if RCA_PORTABLE
        ReferenceSamplingKernel.forces(
            fixed: fixed, gradientX: gradientX, gradientY: gradientY, moving: moving, validity: validity, size: size,
            path: path, clamp: clamp, forceX: forceX, forceY: forceY)
        #else
        let upper = SIMD8<Float>(repeating: clamp)
        let lower = SIMD8<Float>(repeating: -clamp)
        forEachSample(size: size, path: path) { offset, sample in
            var residual = sample.value(in: moving) - load(fixed + offset)
            residual = rca_maximum(rca_minimum(residual, upper), lower)
            residual = sample.keepInside(residual)
            if let validity { residual *= sample.nearestValue(in: validity) }
            store(residual * load(gradientX + offset), forceX + offset)
            store(residual * load(gradientY + offset), forceY + offset)
        }
        #endif
    }

    /// The moving image seen from the fixed one: writes moving(T(x)) and, in `inside`, 1 where T(x) falls on
    /// the moving image (and `validity` is not 0 there), else 0. Both size²; values outside are 0.
    package static func warp(
        moving: UnsafePointer<Float>, validity: UnsafePointer<Float>?, size: Int, path: SamplingPath,
        into warped: UnsafeMutablePointer<Float>, inside: UnsafeMutablePointer<Float>
    ) {
        #if RCA_PORTABLE
        ReferenceSamplingKernel.warp(
            moving: moving, validity: validity, size: size, path: path, into: warped, inside: inside)
        #else
        let one = SIMD8<Float>(repeating: 1)
        forEachSample(size: size, path: path) { offset, sample in
            var kept = sample.keepInside(one)
            if let validity { kept *= sample.nearestValue(in: validity) }
            store(sample.value(in: moving) * kept, warped + offset)
            store(kept, inside + offset)
        }
        #endif
    }
}

#if !RCA_PORTABLE
/// Eight sampling positions, ready to read an image at.
private struct EightSamples {
    let x: SIMD8<Float>
    let y: SIMD8<Float>
    let size: Int32
    let index: SIMD8<Int32>
    let fractionX: SIMD8<Float>
    let fractionY: SIMD8<Float>

    /// - Parameter x, y: pixel coordinates with the first pixel's centre at 0.
    @inline(__always)
    init(x: SIMD8<Float>, y: SIMD8<Float>, size: Int) {
        self.x = x
        self.y = y
        self.size = Int32(size)
        // The last cell is cut short of the edge so that its right and lower neighbours exist.
        let zero = SIMD8<Float>(repeating: 0)
        let last = SIMD8<Float>(repeating: Float(size - 1))
        let lastCell = SIMD8<Float>(repeating: Float(size - 2))
        // The constant is the second operand, which the instruction returns for a NaN: an index stays inside
        // whatever the transform.
        let clampedX = rca_maximum(rca_minimum(x, last), zero)
        let clampedY = rca_maximum(rca_minimum(y, last), zero)
        let cellX = rca_minimum(rca_floor(clampedX), lastCell)
        let cellY = rca_minimum(rca_floor(clampedY), lastCell)
        fractionX = clampedX - cellX
        fractionY = clampedY - cellY
        index = rca_truncate(rca_multiply_add(cellY, SIMD8(repeating: Float(size)), cellX))
    }

    @inline(__always)
    func value(in image: UnsafePointer<Float>) -> SIMD8<Float> {
        let below = image + Int(size)
        let topLeft = rca_gather(image, index)
        let topRight = rca_gather(image + 1, index)
        let bottomLeft = rca_gather(below, index)
        let bottomRight = rca_gather(below + 1, index)
        let top = rca_multiply_add(topRight - topLeft, fractionX, topLeft)
        let bottom = rca_multiply_add(bottomRight - bottomLeft, fractionX, bottomLeft)
        return rca_multiply_add(bottom - top, fractionY, top)
    }

    @inline(__always)
    func nearestValue(in image: UnsafePointer<Float>) -> SIMD8<Float> {
        let half = SIMD8<Float>(repeating: 0.5)
        let column = rca_floor(fractionX + half)
        let row = rca_floor(fractionY + half)
        return rca_gather(image, index &+ rca_truncate(rca_multiply_add(row, SIMD8(repeating: Float(size)), column)))
    }

    @inline(__always)
    func keepInside(_ values: SIMD8<Float>) -> SIMD8<Float> {
        rca_keep_inside(values, x, y, SIMD8(repeating: -0.5), SIMD8(repeating: Float(size) - 0.5))
    }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
}

@inline(__always)
private func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
}

/// Calls `body` with the offset of each run of eight fixed pixels and where they fall on the moving image.
@inline(__always)
private func forEachSample(size: Int, path: SamplingPath, _ body: (Int, EightSamples) -> Void) {
    precondition(size >= 8 && size % 8 == 0, "the kernels work on runs of eight pixels")
    let scale = Float(size)
    let affine = path.affine
    let xx = SIMD8<Float>(repeating: Float(affine.xx) * scale)
    let xy = SIMD8<Float>(repeating: Float(affine.xy) * scale)
    let yx = SIMD8<Float>(repeating: Float(affine.yx) * scale)
    let yy = SIMD8<Float>(repeating: Float(affine.yy) * scale)
    let x0 = SIMD8<Float>(repeating: Float(affine.x0) * scale - 0.5)
    let y0 = SIMD8<Float>(repeating: Float(affine.y0) * scale - 0.5)
    let step = 1 / scale
    let ramp = SIMD8<Float>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5) * step
    for row in 0..<size {
        let rowPosition = SIMD8<Float>(repeating: (Float(row) + 0.5) * step)
        var column = 0
        while column < size {
            let offset = row * size + column
            var x = ramp + SIMD8(repeating: Float(column) * step)
            var y = rowPosition
            if let displacementX = path.displacementX, let displacementY = path.displacementY {
                x += load(displacementX + offset)
                y += load(displacementY + offset)
            }
            let sampleX = rca_multiply_add(xx, x, rca_multiply_add(xy, y, x0))
            let sampleY = rca_multiply_add(yx, x, rca_multiply_add(yy, y, y0))
            body(offset, EightSamples(x: sampleX, y: sampleY, size: size))
            column += 8
        }
    }
}
#endif
