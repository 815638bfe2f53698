public import Imaging

/// The image that is brought onto fixed ones, at both resolutions, with what of its frame shows picture.
public struct MovingImage: Sendable {
    package let fine: FloatStorage
    package let coarse: FloatStorage
    /// 1 where the frame shows the picture, 0 where it lies outside; nil where all of it shows.
    package let fineValidity: FloatStorage?
    package let coarseValidity: FloatStorage?
    public let size: Int

    /// The prepared image at the fine level, size².
    package var fineImage: UnsafePointer<Float> { fine.base }

    /// - Parameters:
    ///   - image: the prepared image.
    ///   - validity: at the fine level, 1 where the frame shows the picture and 0 elsewhere; nil for all of it.
    /// - Precondition: `validity` has the size of the image's fine level.
    public init(_ image: PreparedImage, validity: Image? = nil) {
        precondition(
            validity.map { $0.width == image.fine.width && $0.height == image.fine.height } ?? true,
            "the validity has another size than the image")
        fine = FloatStorage(image.fine.pixels)
        coarse = FloatStorage(image.coarse.pixels)
        fineValidity = validity.map { FloatStorage($0.pixels) }
        coarseValidity = validity.map { FloatStorage(ImagePyramid.halved($0).pixels.map { $0 == 1 ? 1 : 0 }) }
        size = image.fine.width
    }
}

/// Memory for one worker's intermediate results, aligned for the vector kernels; zero when it is made.
package final class ScratchBuffer {
    package let base: UnsafeMutablePointer<Float>
    package let count: Int

    package init(count: Int) {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
        base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
        base.initialize(repeating: 0, count: max(count, 1))
        self.count = count
    }

    deinit { base.deallocate() }

    package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
