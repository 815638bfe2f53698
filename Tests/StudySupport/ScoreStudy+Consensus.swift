import Reporting

extension ScoreStudy {
    /// The consensus of one structure in every mask that has one, with the mask's image. Of true masks it says how
    /// good the vote is.
    package func consensus(of structure: String) -> [(image: String, value: Double)] {
        masks.compactMap { mask in
            let row = mask.structures.first { $0.structure == structure }
            return row?.consensus.map { (image: mask.name.fname, value: Double($0)) }
        }
    }

    /// How far one structure's consensus is from the real Dice; nil where one of them is not defined.
    package func consensusError(of structure: String, _ mask: Mask, real: RealScores) -> Double? {
        guard let consensus = mask.structures.first(where: { $0.structure == structure })?.consensus,
            let truth = real.dice(of: structure, mask.name)
        else { return nil }
        return abs(Double(consensus) - truth)
    }
}
