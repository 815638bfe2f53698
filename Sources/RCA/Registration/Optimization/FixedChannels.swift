import Imaging
import LinearAlgebra

/// Further channels of a fixed image, such as the shares of its structures, by which a free-form deformation is refined
/// at the fine level: the squared difference is summed over the image and all channels.
///
/// As in ``FixedImage`` only the fixed side's gradients enter, so that the matrix of all channels together is inverted
/// once.
package struct FixedChannels: Sendable {
    /// Side in pixels.
    let size: Int
    let intervals: Int
    let bending: Float
    /// Of each channel.
    let images: [FloatStorage]
    let gradientsX: [FloatStorage]
    let gradientsY: [FloatStorage]
    /// (H + λR)⁻¹ of the image and all channels, as ``FixedImage`` has it of the image alone.
    let inverse: FloatStorage

    /// - Parameters:
    ///   - fixed: what they are channels of.
    ///   - channels: of its size, size² values each.
    ///   - weight: of a unit of a channel beside a unit of grey, above 0.
    package init(of fixed: FixedImage, channels: [[Float]], weight: Float) {
        let level = fixed.layout.fine
        let count = level.size * level.size
        precondition(channels.allSatisfy { $0.count == count }, "channels of another size than the image")
        size = level.size
        intervals = level.intervals
        bending = fixed.parameters.fineBending
        func image(_ values: [Float]) -> Image { Image(width: level.size, height: level.size, pixels: values) }
        let band = Array(UnsafeBufferPointer(start: fixed.pointer(level.weight), count: count))
        let grey = GaussNewtonSystem(image: image(fixed.fineValues), weight: band)
        let systems = channels.map {
            GaussNewtonSystem(image: image($0), weight: [Float](repeating: weight, count: count))
        }
        var matrix = grey.freeFormMatrix(intervals: intervals, bending: bending)
        for system in systems {
            let other = system.freeFormMatrix(intervals: intervals, bending: 0)
            for index in matrix.values.indices { matrix.values[index] += other.values[index] }
        }
        images = channels.map { FloatStorage($0) }
        gradientsX = systems.map { FloatStorage($0.weightedGradientX) }
        gradientsY = systems.map { FloatStorage($0.weightedGradientY) }
        let inverse =
            matrix.inverseOfPositiveDefinite() ?? Matrix(rows: matrix.rows, columns: matrix.columns)
        self.inverse = FloatStorage(inverse.values)
    }
}
