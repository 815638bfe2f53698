import Imaging

/// Brings what lies on a fixed image back into the moving image's frame, at the fine level.
///
/// Holds scratch memory: one instance a worker. Call ``invert(_:)`` once for a transform, then the samplers.
package final class BackwardWarp {
    package let size: Int
    private let stage: FreeFormStage
    private let scratch: ScratchBuffer
    private let inverseX: ScratchBuffer
    private let inverseY: ScratchBuffer

    package init(parameters: RegistrationParameters, size: Int) {
        let layout = FixedImage.Layout(parameters: parameters, size: size)
        self.size = size
        stage = FreeFormStage(level: layout.fine, bending: parameters.fineBending)
        scratch = ScratchBuffer(count: size * size / 2)
        inverseX = ScratchBuffer(count: size * size)
        inverseY = ScratchBuffer(count: size * size)
    }

    /// - Returns: false where the transform has no inverse; the samplers must not be called then.
    package func invert(_ transform: SpatialTransform) -> Bool {
        guard let inverseAffine = transform.affine.inverse else { return false }
        let displacement = stage.displacement(of: transform.deformation)
        invert(inverseAffine, displacement.x, displacement.y)
        return true
    }

    /// - Precondition: the transform's field has this instance's size.
    /// - Returns: false where the transform has no inverse; the samplers must not be called then.
    package func invert(_ transform: DenseTransform) -> Bool {
        precondition(transform.size == size, "a displacement field of another size")
        guard let inverseAffine = transform.affine.inverse else { return false }
        invert(inverseAffine, transform.displacementX, transform.displacementY)
        return true
    }

    /// - Returns: false where the transform has no inverse; the samplers must not be called then.
    package func invert(_ transform: RegisteredTransform) -> Bool {
        switch transform {
        case .freeForm(let transform): invert(transform)
        case .dense(let transform): invert(transform)
        }
    }

    private func invert(_ inverseAffine: AffineMap, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) {
        InverseField.invert(
            inverseAffine: inverseAffine, displacementX: x, displacementY: y, size: size, scratch: scratch.base,
            inverseX: inverseX.base, inverseY: inverseY.base)
    }

    /// Pictures on the fixed frame, size² each, seen from the moving frame; 0, and 0 in `inside`, where the moving
    /// frame reaches beyond the fixed one.
    package func sample(
        _ pictures: [UnsafePointer<Float>], into results: [UnsafeMutablePointer<Float>],
        inside: UnsafeMutablePointer<Float>
    ) {
        SamplingKernel.warp(
            pictures: pictures, size: size,
            path: SamplingPath(affine: .identity, displacementX: inverseX.base, displacementY: inverseY.base),
            into: results, inside: inside)
    }
}
