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
