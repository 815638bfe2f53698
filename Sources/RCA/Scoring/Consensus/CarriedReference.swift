/// A reference brought back into the query's own frame, at the fine level: size² values each, row-major.
public struct CarriedReference: Sendable {
    /// Locally normalised grey values; 0 where the reference does not reach.
    public let picture: [Float]
    /// 1 where the reference reaches, else 0.
    public let inside: [Float]
    /// For each structure its share of each pixel.
    public let shares: [[Float]]
    /// What the reference counts in the vote at each pixel: the more, the more alike the two pictures are round it.
    public let weight: [Float]
    /// What the whole reference counts, by how well it fits: above 0, at most 1.
    public let trust: Float
}
