/// Two score files side by side, joined on the bytes of `fname`.
public struct ScoreFileJoin: Sendable {
    /// The names that have a score in both files, sorted by their bytes.
    public private(set) var pairs: [ScorePair] = []
    /// Names of the first file that the second does not have.
    public private(set) var onlyInFirst: [String] = []
    /// Names of the second file that the first does not have.
    public private(set) var onlyInSecond: [String] = []
    /// Names that both have, and one of them without a usable score. They are in no pair.
    public private(set) var unusable = 0

    /// - Parameters:
    ///   - published: the first file.
    ///   - computed: the second.
    public init(published first: ScoreFile, computed second: ScoreFile) {
        var (left, right) = (first.entries[...], second.entries[...])
        while let one = left.first, let other = right.first {
            let (name, otherName) = (first.nameBytes(one), second.nameBytes(other))
            if name.elementsEqual(otherName) {
                if let published = one.score, let computed = other.score {
                    pairs.append(ScorePair(fname: first.name(one), published: published, computed: computed))
                } else {
                    unusable += 1
                }
                left.removeFirst()
                right.removeFirst()
            } else if name.lexicographicallyPrecedes(otherName) {
                onlyInFirst.append(first.name(one))
                left.removeFirst()
            } else {
                onlyInSecond.append(second.name(other))
                right.removeFirst()
            }
        }
        onlyInFirst += left.map(first.name)
        onlyInSecond += right.map(second.name)
    }
}

/// The published and the computed score of one mask.
public struct ScorePair: Sendable, Equatable {
    public let fname: String
    public let published: Float
    public let computed: Float

    public init(fname: String, published: Float, computed: Float) {
        self.fname = fname
        self.published = published
        self.computed = computed
    }

    /// Computed − published.
    public var difference: Double { Double(computed) - Double(published) }
}
