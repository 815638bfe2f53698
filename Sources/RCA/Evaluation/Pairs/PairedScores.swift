/// Predicted scores beside the true ones, one pair a mask, each with the image that the mask belongs to.
///
///     let scores = PairedScores([
///         (predicted: 0.91, real: 0.93, image: "a.png"), (predicted: 0.72, real: nil, image: "b.png"),
///     ])
///     scores.count           // 1
///     scores.undefinedCount  // 1: the second mask has no true score
///
/// Keeps `predicted`, `real` and `images` of one count and every number finite.
public struct PairedScores: Sendable, Equatable {
    public private(set) var predicted: [Double] = []
    public private(set) var real: [Double] = []
    /// The image of each pair: masks of one image resemble each other, and count as one for intervals.
    public private(set) var images: [String] = []
    /// How many pairs were left out because a score of theirs was nil, not-a-number or infinite.
    public private(set) var undefinedCount = 0

    public init(_ pairs: [(predicted: Double?, real: Double?, image: String)]) {
        for pair in pairs {
            if let predicted = pair.predicted, let real = pair.real, predicted.isFinite, real.isFinite {
                self.predicted.append(predicted)
                self.real.append(real)
                images.append(pair.image)
            } else {
                undefinedCount += 1
            }
        }
    }

    public var count: Int { predicted.count }

    /// The pairs at `indices`, in that order; an index may occur more than once, as a bootstrap has it.
    /// ``undefinedCount`` is 0.
    public subscript(indices: [Int]) -> PairedScores {
        var result = PairedScores([])
        result.predicted = indices.map { predicted[$0] }
        result.real = indices.map { real[$0] }
        result.images = indices.map { images[$0] }
        return result
    }
}
