extension ScoreStudy {
    /// The consensus of one structure in every mask that has one, with the mask's image. Of true masks it says how
    /// good the vote is.
    package func consensus(of structure: String) -> [(image: String, value: Double)] {
        masks.compactMap { mask in
            let row = mask.structures.first { $0.structure == structure }
            return row?.consensus.map { (image: mask.name.fname, value: Double($0)) }
        }
    }

    /// How far one structure's expected Dice is from the true one; nil where one of them is not defined.
    package func expectedError(of structure: String, _ mask: Mask, real: RealScores) -> Double? {
        guard let expected = mask.structures.first(where: { $0.structure == structure })?.expected,
            let truth = real.dice(of: structure, mask.name)
        else { return nil }
        return abs(Double(expected) - truth)
    }
}
