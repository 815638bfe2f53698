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

extension SamplingKernel {
    /// ``warp(moving:validity:size:path:into:inside:)`` of several pictures of one frame: where the samples fall is
    /// worked out once.
    ///
    /// - Parameter results: size² values for each of `pictures`.
    package static func warp(
        pictures: [UnsafePointer<Float>], size: Int, path: SamplingPath, into results: [UnsafeMutablePointer<Float>],
        inside: UnsafeMutablePointer<Float>
    ) {
        precondition(pictures.count == results.count, "a result for every picture")
        #if RCA_PORTABLE
        for (picture, result) in zip(pictures, results) {
            ReferenceSamplingKernel.warp(
                moving: picture, validity: nil, size: size, path: path, into: result, inside: inside)
        }
        #else
        let one = SIMD8<Float>(repeating: 1)
        pictures.withUnsafeBufferPointer { pictures in
            results.withUnsafeBufferPointer { results in
                forEachSample(size: size, path: path) { offset, sample in
                    let kept = sample.keepInside(one)
                    for index in pictures.indices {
                        store(sample.value(in: pictures[index]) * kept, results[index] + offset)
                    }
                    store(kept, inside + offset)
                }
            }
        }
        #endif
    }
}

#if !RCA_PORTABLE
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
