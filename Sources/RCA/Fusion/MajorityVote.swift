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
        let count = Float(max(candidates.count, 1))
        for candidate in candidates {
            for (index, label) in candidate.enumerated() where label > 0 { votes[Int(label) - 1][index] += 1 }
        }
        for structure in votes.indices {
            for index in votes[structure].indices { votes[structure][index] /= count }
        }
        return LabelShares(size: size, values: votes)
    }
}

/// Votes weighted at each pixel (Artaechevarria, Munoz-Barrutia, Ortiz-de-Solorzano, IEEE TMI 2009):
/// p(x) = Σᵢ wᵢ(x) sᵢ(x) / Σᵢ wᵢ(x).
public enum LocallyWeightedVote {
    /// - Parameters:
    ///   - candidates: of one size; each brings its own weights.
    ///   - size: pixels a side.
    /// - Returns: background where no atlas has weight.
    public static func shares(_ candidates: [AtlasCandidate], size: Int, structureCount: Int) -> LabelShares {
        let count = size * size
        var total = [Float](repeating: 0, count: count)
        var votes = [[Float]](repeating: total, count: structureCount)
        for candidate in candidates {
            precondition(
                candidate.weight.count == count && candidate.shares.count == structureCount,
                "a candidate of another size")
            for index in 0..<count { total[index] += candidate.weight[index] }
            for structure in 0..<structureCount {
                let share = candidate.shares[structure]
                for index in 0..<count { votes[structure][index] += candidate.weight[index] * share[index] }
            }
        }
        for structure in 0..<structureCount {
            for index in 0..<count {
                votes[structure][index] = total[index] > 0 ? min(votes[structure][index] / total[index], 1) : 0
            }
        }
        return LabelShares(size: size, values: votes)
    }
}
