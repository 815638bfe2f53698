public import Imaging
import LinearAlgebra

/// Registers moving images to fixed ones: affine, then free-form in two stages (4 then 8 intervals), by
/// Gauss–Newton with matrices that ``FixedImage`` holds ready. About a fifth of a millisecond a pair.
///
/// Holds scratch memory, so each worker has an instance of its own. The result depends on nothing but the two
/// images: an instance keeps no state between calls.
public final class ImageRegistration {
    private let parameters: RegistrationParameters
    private let layout: FixedImage.Layout
    private let coarse: FreeFormStage
    private let fine: FreeFormStage
    private let refinement: Matrix
    private let refinementTransposed: Matrix
    private let forceX: ScratchBuffer
    private let forceY: ScratchBuffer

    public init(parameters: RegistrationParameters = .standard, size: Int = PreparationParameters.standard.size) {
        self.parameters = parameters
        layout = FixedImage.Layout(parameters: parameters, size: size)
        coarse = FreeFormStage(level: layout.coarse, bending: parameters.coarseBending)
        fine = FreeFormStage(level: layout.fine, bending: parameters.fineBending)
        refinement = CubicBSpline.refinement(intervals: parameters.coarseIntervals)
        refinementTransposed = refinement.transposed
        forceX = ScratchBuffer(count: size * size)
        forceY = ScratchBuffer(count: size * size)
    }

    /// Affine, then free-form.
    ///
    /// - Precondition: here and below, both images were prepared at this instance's size, and the fixed one with
    ///   as many intervals.
    public func register(fixed: FixedImage, moving: MovingImage) -> SpatialTransform {
        deform(fixed: fixed, moving: moving, from: affine(fixed: fixed, moving: moving))
    }

    /// The affine stage alone.
    ///
    /// - Parameters:
    ///   - start: where to begin; the prior pulls to the identity wherever that is.
    ///   - iterations: Gauss–Newton steps; nil for the parameters' number.
    public func affine(
        fixed: FixedImage, moving: MovingImage, from start: AffineMap = .identity, iterations: Int? = nil
    ) -> AffineMap {
        checkSizes(fixed, moving)
        let level = layout.coarse
        let inverse = fixed.pointer(layout.affineInverse)
        let count = AffineMap.parameterCount
        var transform = start
        for _ in 0..<(iterations ?? parameters.affineIterations) {
            SamplingKernel.forces(
                fixed: fixed.pointer(level.image), gradientX: fixed.pointer(level.gradientX),
                gradientY: fixed.pointer(level.gradientY), moving: moving.coarse.base,
                validity: moving.coarseValidity?.base, size: level.size, path: SamplingPath(affine: transform),
                clamp: parameters.residualLimit, forceX: forceX.base, forceY: forceY.base)
            var force = AffineForce.sum(forceX: forceX.base, forceY: forceY.base, size: level.size)
            let deviations = transform.deviations
            for index in 0..<count {
                force[index] += parameters.affinePrior * AffineMap.priorScales[index] * deviations[index]
            }
            var step = [Double](repeating: 0, count: count)
            for row in 0..<count {
                for column in 0..<count { step[row] += Double(inverse[row * count + column]) * force[column] }
            }
            guard let undo = AffineMap(deviations: step).inverse else { break }
            transform = transform.after(undo)
        }
        return transform
    }

    /// The two free-form stages after an affine one.
    public func deform(fixed: FixedImage, moving: MovingImage, from affine: AffineMap) -> SpatialTransform {
        checkSizes(fixed, moving)
        coarse.reset()
        for _ in 0..<parameters.coarseIterations {
            coarse.step(
                fixed: fixed, affine: affine, moving: moving.coarse.base, validity: moving.coarseValidity?.base,
                limit: parameters.residualLimit)
        }
        coarse.refine(into: fine, refinement: refinement, transposed: refinementTransposed)
        for _ in 0..<parameters.fineIterations {
            fine.step(
                fixed: fixed, affine: affine, moving: moving.fine.base, validity: moving.fineValidity?.base,
                limit: parameters.residualLimit)
        }
        return SpatialTransform(affine: affine, deformation: fine.deformation)
    }

    /// The fine free-form stage once more, by the image and further channels.
    ///
    /// - Parameters:
    ///   - channels: of `fixed`.
    ///   - movingChannels: as many, of the moving image's fine level, size² values each.
    ///   - start: what the images alone gave.
    ///   - iterations: Gauss–Newton steps.
    package func refine(
        fixed: FixedImage, channels: FixedChannels, moving: MovingImage, movingChannels: [FloatStorage],
        from start: SpatialTransform, iterations: Int
    ) -> SpatialTransform {
        checkSizes(fixed, moving)
        precondition(
            channels.size == fixed.size && channels.images.count == movingChannels.count
                && movingChannels.allSatisfy { $0.count == fixed.size * fixed.size },
            "channels of another size or number")
        fine.start(from: start.deformation)
        for _ in 0..<iterations {
            fine.step(
                fixed: fixed, channels: channels, affine: start.affine, moving: moving.fine.base,
                movingChannels: movingChannels, validity: moving.fineValidity?.base,
                limit: parameters.residualLimit, scratch: (forceX, forceY))
        }
        return SpatialTransform(affine: start.affine, deformation: fine.deformation)
    }

    /// The kernels trust the sizes that they are given.
    private func checkSizes(_ fixed: FixedImage, _ moving: MovingImage) {
        precondition(fixed.layout == layout && moving.size == fixed.size, "images of another size or lattice")
    }
}

extension ImageRegistration {
    /// The unweighted correlation at the coarse level, in [−1, 1], of the fixed image and the moving one brought
    /// onto it by an affine map, over what of the moving picture shows there.
    public func coarseCorrelation(fixed: FixedImage, moving: MovingImage, affine: AffineMap) -> Float {
        checkSizes(fixed, moving)
        let level = layout.coarse
        SamplingKernel.warp(
            moving: moving.coarse.base, validity: moving.coarseValidity?.base, size: level.size,
            path: SamplingPath(affine: affine), into: forceX.base, inside: forceY.base)
        return NormalizedCorrelation.value(
            forceX.base, fixed.pointer(level.image), weights: forceY.base, count: level.size * level.size)
    }
}

extension ImageRegistration {
    /// Correlations at the fine level of the fixed image and the moving one brought onto it, in [−1, 1]: weighted
    /// to the band round the fixed image's boundaries, as registration does, and with equal weights.
    public func similarity(
        fixed: FixedImage, moving: MovingImage, transform: SpatialTransform
    ) -> (inBand: Float, overall: Float) {
        let displacement = fine.displacement(of: transform.deformation)
        return similarity(
            fixed: fixed, moving: moving,
            path: SamplingPath(
                affine: transform.affine, displacementX: displacement.x, displacementY: displacement.y))
    }

    /// - Precondition: a dense transform's field has the images' size.
    package func similarity(
        fixed: FixedImage, moving: MovingImage, transform: RegisteredTransform
    ) -> (inBand: Float, overall: Float) {
        switch transform {
        case .freeForm(let transform): similarity(fixed: fixed, moving: moving, transform: transform)
        case .dense(let transform): similarity(fixed: fixed, moving: moving, transform: transform)
        }
    }

    /// The same for a field of displacements.
    ///
    /// - Precondition: the field has the images' size.
    public func similarity(
        fixed: FixedImage, moving: MovingImage, transform: DenseTransform
    ) -> (inBand: Float, overall: Float) {
        precondition(transform.size == layout.fine.size, "a displacement field of another size")
        return transform.displacementX.withUnsafeBufferPointer { x in
            transform.displacementY.withUnsafeBufferPointer { y in
                similarity(
                    fixed: fixed, moving: moving,
                    path: SamplingPath(
                        affine: transform.affine, displacementX: x.baseAddress, displacementY: y.baseAddress))
            }
        }
    }

    private func similarity(
        fixed: FixedImage, moving: MovingImage, path: SamplingPath
    ) -> (inBand: Float, overall: Float) {
        checkSizes(fixed, moving)
        let level = layout.fine
        SamplingKernel.warp(
            moving: moving.fine.base, validity: moving.fineValidity?.base, size: level.size, path: path,
            into: forceX.base, inside: forceY.base)
        let count = level.size * level.size
        return (
            NormalizedCorrelation.value(
                forceX.base, fixed.pointer(level.image), weights: forceY.base, and: fixed.pointer(level.weight),
                count: count),
            NormalizedCorrelation.value(
                forceX.base, fixed.pointer(level.image), weights: forceY.base, count: count)
        )
    }
}
