import Vectors

/// The inner loops of a convolution: some neighbouring pixels of a row × some output channels, whose sums stay in
/// registers.
struct ConvolutionTiles {
    /// Parts of the window that lie next to each other in memory: whole rows of it where maps hold no other channels.
    private let spans: Int
    private let spansInRow: Int
    private let spanLength: Int
    private let rowStride: Int
    private let stride: Int
    /// From the middle of the window to its first number.
    private let corner: Int
    private let outputs: Int
    private let floor: SIMD8<Float>

    init(input: FeatureMaps, window: Int, outputs: Int, rectified: Bool) {
        precondition(window == 1 || window == 3, "windows are 1 × 1 or 3 × 3")
        let isPacked = input.stride == input.channels
        spansInRow = isPacked ? 1 : window
        spans = spansInRow * window
        spanLength = isPacked ? window * input.channels : input.channels
        rowStride = input.rowStride
        stride = input.stride
        corner = window == 3 ? -input.rowStride - input.stride : 0
        self.outputs = outputs
        floor = SIMD8(repeating: rectified ? 0 : -.infinity)
    }

    @inline(__always)
    private func span(_ index: Int) -> Int {
        let row = index / spansInRow
        return corner &+ row &* rowStride &+ (index &- row &* spansInRow) &* stride
    }

    @inline(__always)
    private func finish(_ sum: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>) {
        Lanes.write(Lanes.maximum(sum, floor), target)
    }

    /// Four pixels × sixteen channels.
    @inline(__always)
    func fourBySixteen(
        _ pixels: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        into target: UnsafeMutablePointer<Float>, stride targetStride: Int
    ) {
        let startA = bias.map { Lanes.read($0) } ?? .zero
        let startB = bias.map { Lanes.read($0 + 8) } ?? .zero
        var (a0, a1, a2, a3) = (startA, startA, startA, startA)
        var (b0, b1, b2, b3) = (startB, startB, startB, startB)
        var weights = panel
        for index in 0..<spans {
            var pixel = pixels + span(index)
            for _ in 0..<spanLength {
                let (wA, wB) = (Lanes.read(weights), Lanes.read(weights + 8))
                a0 = Lanes.multiplyAdd(pixel[0], wA, a0)
                b0 = Lanes.multiplyAdd(pixel[0], wB, b0)
                a1 = Lanes.multiplyAdd(pixel[stride], wA, a1)
                b1 = Lanes.multiplyAdd(pixel[stride], wB, b1)
                a2 = Lanes.multiplyAdd(pixel[2 &* stride], wA, a2)
                b2 = Lanes.multiplyAdd(pixel[2 &* stride], wB, b2)
                a3 = Lanes.multiplyAdd(pixel[3 &* stride], wA, a3)
                b3 = Lanes.multiplyAdd(pixel[3 &* stride], wB, b3)
                weights += outputs
                pixel += 1
            }
        }
        finish(a0, target)
        finish(b0, target + 8)
        finish(a1, target + targetStride)
        finish(b1, target + (targetStride &+ 8))
        finish(a2, target + 2 &* targetStride)
        finish(b2, target + (2 &* targetStride &+ 8))
        finish(a3, target + 3 &* targetStride)
        finish(b3, target + (3 &* targetStride &+ 8))
    }

    /// Eight pixels × eight channels.
    @inline(__always)
    func eightByEight(
        _ pixels: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        into target: UnsafeMutablePointer<Float>, stride targetStride: Int
    ) {
        let start = bias.map { Lanes.read($0) } ?? .zero
        var (a0, a1, a2, a3) = (start, start, start, start)
        var (a4, a5, a6, a7) = (start, start, start, start)
        var weights = panel
        for index in 0..<spans {
            var pixel = pixels + span(index)
            var fifth = pixel + 4 &* stride
            for _ in 0..<spanLength {
                let weight = Lanes.read(weights)
                a0 = Lanes.multiplyAdd(pixel[0], weight, a0)
                a1 = Lanes.multiplyAdd(pixel[stride], weight, a1)
                a2 = Lanes.multiplyAdd(pixel[2 &* stride], weight, a2)
                a3 = Lanes.multiplyAdd(pixel[3 &* stride], weight, a3)
                a4 = Lanes.multiplyAdd(fifth[0], weight, a4)
                a5 = Lanes.multiplyAdd(fifth[stride], weight, a5)
                a6 = Lanes.multiplyAdd(fifth[2 &* stride], weight, a6)
                a7 = Lanes.multiplyAdd(fifth[3 &* stride], weight, a7)
                weights += outputs
                pixel += 1
                fifth += 1
            }
        }
        finish(a0, target)
        finish(a1, target + targetStride)
        finish(a2, target + 2 &* targetStride)
        finish(a3, target + 3 &* targetStride)
        finish(a4, target + 4 &* targetStride)
        finish(a5, target + 5 &* targetStride)
        finish(a6, target + 6 &* targetStride)
        finish(a7, target + 7 &* targetStride)
    }

    /// One pixel × eight channels: for maps that are narrower than the other tiles.
    @inline(__always)
    func oneByEight(
        _ pixels: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        into target: UnsafeMutablePointer<Float>
    ) {
        var sum = bias.map { Lanes.read($0) } ?? .zero
        var weights = panel
        for index in 0..<spans {
            let pixel = pixels + span(index)
            for offset in 0..<spanLength {
                sum = Lanes.multiplyAdd(pixel[offset], Lanes.read(weights), sum)
                weights += outputs
            }
        }
        finish(sum, target)
    }
}
