public import Imaging
import LinearAlgebra

/// A fixed image with everything that registration can work out before it sees a moving image: weighted
/// gradients and the inverses of the Gauss–Newton matrices.
///
/// Only the fixed image's gradients enter the optimisation (the inverse compositional argument of Baker and
/// Matthews, IJCV 2004), so these matrices do not change from step to step and are the same for every moving
/// image. All of it lies in one run of floats, so that a bundle can map it from disk.
public struct FixedImage: Sendable {
    public let parameters: RegistrationParameters
    /// Side of the fine level in pixels.
    public let size: Int
    package let storage: FloatStorage
    package let layout: Layout

    /// Where the parts lie in ``storage``, in floats.
    package struct Layout: Sendable, Equatable {
        package let coarse: Level
        package let fine: Level
        package let affineInverse: Int
        package let count: Int

        package struct Level: Sendable, Equatable {
            package let size: Int
            package let intervals: Int
            package let image: Int
            package let weight: Int
            package let gradientX: Int
            package let gradientY: Int
            package let inverse: Int
        }

        package init(parameters: RegistrationParameters, size: Int) {
            var next = 0
            func take(_ count: Int) -> Int {
                defer { next += (count + 15) / 16 * 16 }
                return next
            }
            func level(size: Int, intervals: Int) -> Level {
                let unknowns = 2 * (intervals + 3) * (intervals + 3)
                return Level(
                    size: size, intervals: intervals, image: take(size * size), weight: take(size * size),
                    gradientX: take(size * size), gradientY: take(size * size), inverse: take(unknowns * unknowns))
            }
            affineInverse = take(AffineMap.parameterCount * AffineMap.parameterCount)
            coarse = level(size: size / 2, intervals: parameters.coarseIntervals)
            fine = level(size: size, intervals: 2 * parameters.coarseIntervals)
            count = next
        }
    }

    /// A fixed image whose parts were worked out earlier.
    ///
    /// - Precondition: `storage` has the number of floats that the parameters call for.
    public init(storage: FloatStorage, parameters: RegistrationParameters, size: Int) {
        let layout = Layout(parameters: parameters, size: size)
        precondition(storage.count == layout.count, "the storage is not this layout's")
        self.storage = storage
        self.parameters = parameters
        self.size = size
        self.layout = layout
    }

    /// Floats that one fixed image takes with these parameters.
    public static func storageCount(parameters: RegistrationParameters, size: Int) -> Int {
        Layout(parameters: parameters, size: size).count
    }

    /// Works out everything for one image; a millisecond or two.
    ///
    /// - Parameters:
    ///   - image: the prepared image.
    ///   - labels: its true labels at the fine level, row-major, which place the weight; empty for equal weights.
    public init(image: PreparedImage, labels: [UInt8], parameters: RegistrationParameters = .standard) {
        let layout = Layout(parameters: parameters, size: image.fine.width)
        var values = [Float](repeating: 0, count: layout.count)
        func place(_ part: [Float], at offset: Int) {
            values.replaceSubrange(offset..<offset + part.count, with: part)
        }
        let fineLabels = labels.isEmpty ? Array(repeating: 0, count: layout.fine.size * layout.fine.size) : labels
        let fineWeight = BoundaryWeight.weights(
            labels: fineLabels, size: layout.fine.size, band: parameters.boundaryBand,
            background: parameters.backgroundWeight)
        let coarseWeight = ImagePyramid.halved(
            Image(width: layout.fine.size, height: layout.fine.size, pixels: fineWeight)
        ).pixels
        for (level, picture, weight, bending) in [
            (layout.coarse, image.coarse, coarseWeight, parameters.coarseBending),
            (layout.fine, image.fine, fineWeight, parameters.fineBending),
        ] {
            let system = GaussNewtonSystem(image: picture, weight: weight)
            place(picture.pixels, at: level.image)
            place(weight, at: level.weight)
            place(system.weightedGradientX, at: level.gradientX)
            place(system.weightedGradientY, at: level.gradientY)
            place(system.freeFormInverse(intervals: level.intervals, bending: bending).values, at: level.inverse)
            if level == layout.coarse {
                place(system.affineInverse(prior: parameters.affinePrior).values, at: layout.affineInverse)
            }
        }
        self.init(storage: FloatStorage(values), parameters: parameters, size: image.fine.width)
    }

    /// The prepared images at the two levels.
    package var fineValues: [Float] {
        Array(UnsafeBufferPointer(start: pointer(layout.fine.image), count: size * size))
    }
    package var coarseValues: [Float] {
        Array(UnsafeBufferPointer(start: pointer(layout.coarse.image), count: size * size / 4))
    }

    /// The prepared image at the fine level, size².
    package var fineImage: UnsafePointer<Float> { pointer(layout.fine.image) }

    package func pointer(_ offset: Int) -> UnsafePointer<Float> { storage.base + offset }
}
