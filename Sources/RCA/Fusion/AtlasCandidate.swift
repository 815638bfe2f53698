/// One atlas brought into the query's frame: what it looks like there and what it says is there.
public struct AtlasCandidate: Sendable {
    /// Locally normalised grey values, size² of them, row-major; 0 where the atlas does not reach.
    public let picture: [Float]
    /// 1 where the atlas reaches, else 0.
    public let inside: [Float]
    /// For each structure its share of each pixel, in [0, 1].
    public let shares: [[Float]]
    /// What the atlas counts in locally weighted voting at each pixel; 0 or more.
    public let weight: [Float]
    /// What the whole atlas counts, by how well it was registered: 0 or more.
    public let trust: Float

    /// - Precondition: all have as many values.
    public init(picture: [Float], inside: [Float], shares: [[Float]], weight: [Float], trust: Float) {
        precondition(
            inside.count == picture.count && weight.count == picture.count
                && shares.allSatisfy { $0.count == picture.count }, "the pictures of an atlas differ in size")
        self.picture = picture
        self.inside = inside
        self.shares = shares
        self.weight = weight
        self.trust = trust
    }

    /// What the atlas says on a finer grid: 0 background, else the structure's position plus 1.
    ///
    /// Shares are interpolated linearly between pixel centres first, so that an outline lies between pixels.
    public func labels(size: Int, gridSize: Int) -> [UInt8] {
        LabelShares(
            size: gridSize, values: shares.map { Interpolation.enlarged($0, size: size, to: gridSize) }
        ).labels
    }
}
