import Imaging
import Registration

/// The reverse classifier of the published scores: the image and its mask become an atlas that is registered to
/// each reference and carries its labels along.
public final class SingleAtlasClassifier: ReverseClassifier {
    private let registration: ImageRegistration
    private let sampling: LabelSampling
    private var query: QueryImage?
    private var masks: [StructureMap] = []
    private var affine: [Int: AffineMap] = [:]

    public init(parameters: ReferenceParameters) {
        registration = ImageRegistration(
            parameters: parameters.registration, size: parameters.preparation.size)
        sampling = LabelSampling(
            gridSize: parameters.labelGridSize, intervals: 2 * parameters.registration.coarseIntervals)
    }

    public func train(on query: QueryImage, masks: [StructureMap]) {
        self.query = query
        self.masks = masks
        affine.removeAll(keepingCapacity: true)
    }

    /// The correlation with the reference after the affine step, at the coarse level.
    public func fit(to reference: Reference, at index: Int) -> Float {
        guard let query else { return 0 }
        let map = registration.affine(fixed: reference.fixed, moving: query.moving)
        affine[index] = map
        return registration.coarseCorrelation(fixed: reference.fixed, moving: query.moving, affine: map)
    }

    public func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        guard let query else { return }
        let transform = register(reference, at: index, query)
        var located: (width: Int, height: Int)?
        for (position, mask) in masks.enumerated() {
            let (width, height) = (mask.labels.width, mask.labels.height)
            if located?.width != width || located?.height != height {
                sampling.locate(transform, frameToImage: query.frameToImage, width: width, height: height)
                located = (width, height)
            }
            sampling.sample(mask.labels.indices, table: mask.table, into: &labels[position])
        }
    }

    private func register(_ reference: Reference, at index: Int, _ query: QueryImage) -> SpatialTransform {
        let start = affine[index] ?? registration.affine(fixed: reference.fixed, moving: query.moving)
        return registration.deform(fixed: reference.fixed, moving: query.moving, from: start)
    }
}
