/// One atlas, one vote: each label's share of the votes (Heckemann et al., NeuroImage 2006).
public enum MajorityVote {
    /// - Parameters:
    ///   - candidates: for each atlas the label of each pixel: 0 background, else the structure's position plus 1.
    ///   - size: pixels a side of the grid.
    /// - Returns: each structure's share of the votes. Where two labels have as many, ``LabelShares/labels`` takes
    ///   the background, or the structure that comes first. Background without atlases.
    /// - Precondition: every candidate has size² labels, none above `structureCount`.
    public static func shares(_ candidates: [[UInt8]], size: Int, structureCount: Int) -> LabelShares {
        precondition(candidates.allSatisfy { $0.count == size * size }, "the candidates do not fill the grid")
        var votes = [[Float]](repeating: Array(repeating: 0, count: size * size), count: structureCount)
        let vote = 1 / Float(max(candidates.count, 1))
        for candidate in candidates {
            for (index, label) in candidate.enumerated() where label > 0 { votes[Int(label) - 1][index] += 1 }
        }
        for structure in votes.indices {
            for index in votes[structure].indices { votes[structure][index] *= vote }
        }
        return LabelShares(size: size, values: votes)
    }
}
