import Imaging
import Learning
import NumericSupport
import RealModule

/// The copies of one image and its masks that networks are trained on, each turned, scaled and shifted a little.
///
/// A copy follows from the image and its number alone, so that all masks of an image, and all networks, see the same
/// ones.
final class PairSamples {
    let side: Int
    /// Each mask's labels on the label grid over the frame.
    let masks: [[UInt8]]
    private let input: [Float]
    private let gridSize: Int
    private let jitter: Float
    private let seed: UInt64
    /// Those made so far: many masks are trained on the same.
    private var copies: [Int: Copy] = [:]

    private struct Copy {
        let input: [Float]
        /// For each pixel the cell of the label grid that it shows; −1 beyond the frame.
        let cells: [Int32]
    }

    /// - Parameters:
    ///   - input: the image as a network sees it, channel after channel.
    ///   - jitter: 0 for copies that are all alike; see ``PairNetworkClassifier/Settings/jitter``.
    init(_ query: QueryImage, masks: [StructureMap], input: [Float], gridSize: Int, jitter: Float) {
        side = query.prepared.fine.width
        self.masks = masks.map { $0.sampled(gridSize: gridSize, frameToImage: query.frameToImage) }
        self.input = input
        self.gridSize = gridSize
        self.jitter = jitter
        seed = ContentSeed.seed(of: query)
    }

    func sample(_ number: Int, of mask: Int) -> TrainingSample {
        let copy = copies[number] ?? self.copy(number)
        copies[number] = copy
        let labels = masks[mask]
        return TrainingSample(input: copy.input, classes: copy.cells.map { $0 < 0 ? 0 : labels[Int($0)] })
    }

    private func copy(_ number: Int) -> Copy {
        var random = SplitMix64(seed: SplitMix64.mix(seed &+ UInt64(number)))
        func draw() -> Float { jitter * (2 * random.uniform() - 1) }
        let angle = draw() * 10 * .pi / 180
        let (across, down) = (Float.exp(0.1 * draw()), Float.exp(0.1 * draw()))
        let (right, lower) = (0.1 * draw(), 0.1 * draw())
        let (cosine, sine) = (Float.cos(angle), Float.sin(angle))
        let (count, channels) = (side * side, input.count / (side * side))
        var result = [Float](repeating: 0, count: input.count)
        var cells = [Int32](repeating: -1, count: count)
        for index in 0..<count {
            let x = (Float(index % side) + 0.5) / Float(side) - 0.5
            let y = (Float(index / side) + 0.5) / Float(side) - 0.5
            let u = (cosine * x - sine * y) * across + 0.5 + right
            let v = (sine * x + cosine * y) * down + 0.5 + lower
            guard u >= 0, v >= 0, u < 1, v < 1 else { continue }
            cells[index] = Int32(Int(v * Float(gridSize)) * gridSize + Int(u * Float(gridSize)))
            let (left, top) = (min(max(u * Float(side) - 0.5, 0), Float(side - 1)), v * Float(side) - 0.5)
            let upper = min(max(top, 0), Float(side - 1))
            let (column, row) = (min(Int(left), side - 2), min(Int(upper), side - 2))
            let (alongX, alongY) = (left - Float(column), upper - Float(row))
            let first = row * side + column
            for channel in 0..<channels {
                let place = channel * count + first
                let above = input[place] + (input[place + 1] - input[place]) * alongX
                let below = input[place + side] + (input[place + side + 1] - input[place + side]) * alongX
                result[channel * count + index] = above + (below - above) * alongY
            }
        }
        return Copy(input: result, cells: cells)
    }
}
