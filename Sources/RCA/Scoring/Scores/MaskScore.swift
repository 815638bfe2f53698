/// What reverse classification says of one mask.
public struct MaskScore: Sendable, Equatable {
    /// The published score: the maximum over references of the mean over structures. Nil where no structure is
    /// in the mask nor in any selected reference.
    public let dice: Float?
    /// One for each structure of the set, in its order.
    public let structures: [StructureScore]
    /// For each selected reference, most similar first: each structure's Dice, nil where it is in neither map.
    public let details: [[Float?]]
    /// The mean over structures of ``StructureScore/expected``, with the range that holds the true mean Dice.
    public let expected: ExpectedScore?
    /// Whether the mask is background only. Its scores are 0.
    public let isEmpty: Bool
    /// One for each structure where outlines were asked for (``CaseScorer/surfaces``), otherwise none.
    public var surfaces: [SurfaceScore] = []
}

/// What reverse classification says of one structure of a mask.
public struct StructureScore: Sendable, Equatable {
    /// The maximum over the references, nil where the structure is in neither map for every reference.
    public let dice: Float?
    /// Position in the set of the reference that gave the maximum; the most similar of equals.
    public let reference: Int?
    public let mean: Float?
    public let median: Float?
    /// The mean of the best half of the references, rounded up.
    public let best: Float?
    /// Dice with the consensus of the references' labels in the query's own space; nil where the structure is in
    /// neither, or the classifier has no consensus.
    public let consensus: Float?
    /// The Dice to be expected with the truth; nil where neither mask nor posterior shows the structure, or the
    /// classifier has no posterior.
    public let expected: ExpectedScore?

    /// - Parameter scores: the structure's Dice on each selected reference, with its position in the set.
    package init(
        _ scores: [(reference: Int, dice: Float?)], consensus: Float? = nil, expected: ExpectedScore? = nil
    ) {
        self.consensus = consensus
        self.expected = expected
        let defined = scores.compactMap { score in score.dice.map { (reference: score.reference, dice: $0) } }
        var top: (reference: Int, dice: Float)?
        for score in defined where score.dice > (top?.dice ?? -1) { top = score }
        dice = top?.dice
        reference = top?.reference
        let descending = defined.map(\.dice).sorted(by: >)
        mean = Dice.mean(descending)
        best = Dice.mean(Array(descending.prefix((descending.count + 1) / 2)))
        let middle = descending.count / 2
        median =
            descending.isEmpty
            ? nil
            : descending.count % 2 == 1 ? descending[middle] : (descending[middle - 1] + descending[middle]) / 2
    }
}
