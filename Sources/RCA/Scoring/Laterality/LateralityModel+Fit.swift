extension LateralityModel {
    /// - Parameter uprightnesses: of radiographs that lie as they should; each of them stands for its mirrored one,
    ///   too.
    /// - Returns: nil where there are none.
    package init?(uprightnesses: [Float]) {
        var regression = LogisticRegression(dimension: 1)
        for value in uprightnesses {
            regression.add([-Double(value)], isTrue: false)
            regression.add([Double(value)], isTrue: true)
        }
        guard let slopes = regression.solution() else { return nil }
        // A sign that means its opposite is none.
        slope = max(slopes[0], 0)
    }
}

extension ReferenceSet {
    /// From hardly perturbed to worse than another hospital's.
    private static let lateralityStrengths: [Float] = [0, 1, 2, 3]

    /// How upright networks that have not seen a reference find it, a strength at a time; empty without laterality
    /// networks, or where every one has seen it.
    package func uprightnesses(_ index: Int) -> [Float] {
        guard let networks = networks?.leavingOut(index),
            let opinion = LateralityOpinion(networks, parameters: parameters)
        else { return [] }
        return Self.lateralityStrengths.enumerated().compactMap { variant, strength in
            let (query, _) = NetworkSamples.perturbed(
                references[index], parameters: parameters, strength: strength,
                seed: 1_000_000 &+ UInt64(index) &* 1000 &+ UInt64(variant))
            return opinion.uprightness(query, known: [])
        }
    }
}
