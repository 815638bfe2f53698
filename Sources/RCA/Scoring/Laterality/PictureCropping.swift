import Imaging
import NumericSupport

/// Cuts off parts of a picture at its edges, as a field that was set too small or a crop does, and enlarges what is
/// left to the same size.
struct PictureCropping {
    /// The probability that an edge is cut, for the largest strength.
    private static let share: Float = 0.3
    /// How much of the picture's side is cut off at one edge, at most.
    private static let most: Float = 0.4

    private let strength: Float
    private var random: SplitMix64

    /// - Parameter strength: as that of ``ReferencePerturbation``; 0 leaves everything as it is.
    init(strength: Float, seed: UInt64) {
        self.strength = strength
        random = SplitMix64(seed: seed ^ 0x6372_6f70)
    }

    /// - Parameters:
    ///   - picture: a square.
    ///   - labels: one for each pixel.
    mutating func apply(to picture: Image, labels: [UInt8]) -> (picture: Image, labels: [UInt8]) {
        let side = picture.width
        let share = Self.share * min(strength / NetworkSamples.largestStrength * 2, 1)
        let cuts = (0..<4).map { _ in
            let isCut = random.uniform() < share
            let cut = random.uniform() * Self.most
            return isCut ? cut * Float(side) : 0
        }
        guard cuts.contains(where: { $0 > 0 }) else { return (picture, labels) }
        let (width, height) = (Float(side) - cuts[0] - cuts[1], Float(side) - cuts[2] - cuts[3])
        var image = Image(width: side, height: side)
        var moved = labels
        for row in 0..<side {
            let y = cuts[2] + (Float(row) + 0.5) * height / Float(side)
            for column in 0..<side {
                let x = cuts[0] + (Float(column) + 0.5) * width / Float(side)
                image[column, row] = ReferencePerturbation.value(picture, x - 0.5, y - 0.5)
                moved[row * side + column] = labels[min(Int(y), side - 1) * side + min(Int(x), side - 1)]
            }
        }
        return (image, moved)
    }
}
