package import Imaging
import LinearAlgebra

/// One free-form stage: its control points, and the way from them to pixels and back.
package final class FreeFormStage {
    private let level: FixedImage.Layout.Level
    private let bending: Float
    private let controls: Int
    private let spline: SplineProduct
    private let energy: ScratchBuffer
    package let controlPoints: ScratchBuffer
    private let force: ScratchBuffer
    private let product: ScratchBuffer
    private let displacementX: ScratchBuffer
    private let displacementY: ScratchBuffer
    private let forceX: ScratchBuffer
    private let forceY: ScratchBuffer

    package init(level: FixedImage.Layout.Level, bending: Float) {
        self.level = level
        self.bending = bending
        let controls = level.intervals + 3
        self.controls = controls
        spline = SplineProduct(size: level.size, intervals: level.intervals)
        energy = ScratchBuffer(BendingEnergy(intervals: level.intervals).matrix.values)
        controlPoints = ScratchBuffer(count: 2 * controls * controls)
        force = ScratchBuffer(count: 2 * controls * controls)
        product = ScratchBuffer(count: (2 * level.intervals + 3) * controls)
        displacementX = ScratchBuffer(count: level.size * level.size)
        displacementY = ScratchBuffer(count: level.size * level.size)
        forceX = ScratchBuffer(count: level.size * level.size)
        forceY = ScratchBuffer(count: level.size * level.size)
    }

    package var deformation: FreeFormDeformation {
        FreeFormDeformation(intervals: level.intervals, controlPoints: controlPoints.values)
    }

    /// A deformation's displacement at every pixel of the level. The memory is this stage's own, and holds them
    /// until its next call.
    func displacement(of deformation: FreeFormDeformation) -> (x: UnsafePointer<Float>, y: UnsafePointer<Float>) {
        start(from: deformation)
        _ = expanded(.identity)
        return (UnsafePointer(displacementX.base), UnsafePointer(displacementY.base))
    }

    package func reset() {
        controlPoints.base.update(repeating: 0, count: controlPoints.count)
    }

    /// One Gauss–Newton step: c ← c − (H + λR)⁻¹ (Jᵀ w r + λ R c).
    package func step(
        fixed: FixedImage, affine: AffineMap, moving: UnsafePointer<Float>, validity: UnsafePointer<Float>?,
        limit: Float
    ) {
        SamplingKernel.forces(
            fixed: fixed.pointer(level.image), gradientX: fixed.pointer(level.gradientX),
            gradientY: fixed.pointer(level.gradientY), moving: moving, validity: validity, size: level.size,
            path: expanded(affine), clamp: limit, forceX: forceX.base, forceY: forceY.base)
        solve(fixed.pointer(level.inverse))
    }

    /// The same of an image with further channels, whose forces add up.
    ///
    /// - Parameters:
    ///   - channels: of the fixed image, at this level.
    ///   - movingChannels: as many, of the moving image.
    ///   - scratch: two maps of the level's size, which are overwritten.
    func step(
        fixed: FixedImage, channels: FixedChannels, affine: AffineMap, moving: UnsafePointer<Float>,
        movingChannels: [FloatStorage], validity: UnsafePointer<Float>?, limit: Float,
        scratch: (x: ScratchBuffer, y: ScratchBuffer)
    ) {
        let path = expanded(affine)
        SamplingKernel.forces(
            fixed: fixed.pointer(level.image), gradientX: fixed.pointer(level.gradientX),
            gradientY: fixed.pointer(level.gradientY), moving: moving, validity: validity, size: level.size, path: path,
            clamp: limit, forceX: forceX.base, forceY: forceY.base)
        for channel in channels.images.indices {
            SamplingKernel.forces(
                fixed: channels.images[channel].base, gradientX: channels.gradientsX[channel].base,
                gradientY: channels.gradientsY[channel].base, moving: movingChannels[channel].base, validity: validity,
                size: level.size, path: path, clamp: limit, forceX: scratch.x.base, forceY: scratch.y.base)
            for index in 0..<level.size * level.size {
                forceX.base[index] += scratch.x.base[index]
                forceY.base[index] += scratch.y.base[index]
            }
        }
        solve(channels.inverse.base)
    }

    /// Takes up a deformation of this stage's lattice.
    func start(from deformation: FreeFormDeformation) {
        precondition(deformation.intervals == level.intervals, "the deformation has another lattice")
        controlPoints.base.update(from: deformation.controlPoints, count: controlPoints.count)
    }

    /// Where the control points take the level's pixels.
    private func expanded(_ affine: AffineMap) -> SamplingPath {
        spline.expand(controlPoints.base, into: displacementX.base)
        spline.expand(controlPoints.base + controls * controls, into: displacementY.base)
        return SamplingPath(affine: affine, displacementX: displacementX.base, displacementY: displacementY.base)
    }

    /// Moves the control points by the forces at the pixels.
    private func solve(_ inverse: UnsafePointer<Float>) {
        let half = controls * controls
        spline.project(forceX.base, into: force.base)
        spline.project(forceY.base, into: force.base + half)
        for component in 0..<2 {
            DenseProduct.symmetricMatrixVector(
                energy.base, controlPoints.base + component * half, into: force.base + component * half,
                size: half, scale: bending, keep: 1)
        }
        DenseProduct.symmetricMatrixVector(
            inverse, force.base, into: controlPoints.base, size: 2 * half, scale: -1, keep: 1)
    }

    /// Sets another stage's control points, of twice as many intervals, to this stage's deformation.
    func refine(into finer: FreeFormStage, refinement: Matrix, transposed: Matrix) {
        refinement.values.withUnsafeBufferPointer { left in
            transposed.values.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return }
                for component in 0..<2 {
                    DenseProduct.matrixMatrix(
                        left, controlPoints.base + component * controls * controls, into: product.base,
                        rows: finer.controls, inner: controls, columns: controls)
                    DenseProduct.matrixMatrix(
                        product.base, right,
                        into: finer.controlPoints.base + component * finer.controls * finer.controls,
                        rows: finer.controls, inner: controls, columns: finer.controls)
                }
            }
        }
    }
}

extension ScratchBuffer {
    /// A copy of `values`.
    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        base.update(from: values, count: values.count)
    }
}
