extension STAPLE {
    /// The probabilities as a fusion's.
    ///
    /// - Parameter candidates: as ``MajorityVote/shares(_:size:structureCount:)`` takes them. Background without any.
    public func shares(_ candidates: [[UInt8]], size: Int, structureCount: Int) -> LabelShares {
        guard !candidates.isEmpty else {
            return MajorityVote.shares([], size: size, structureCount: structureCount)
        }
        let labelCount = structureCount + 1
        let result = result(candidates, labelCount: labelCount)
        return LabelShares(
            size: size,
            values: (1...structureCount).map { label in
                (0..<size * size).map { pixel in
                    let place = pixel * labelCount
                    // Where the matrices call every label impossible, the label that was settled on stands.
                    let isPossible = (0..<labelCount).contains { result.probabilities[place + $0] > 0 }
                    return isPossible
                        ? Float(result.probabilities[place + label]) : Int(result.labels[pixel]) == label ? 1 : 0
                }
            })
    }
}
