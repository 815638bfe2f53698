import Learning
import Machine
import RealModule
import Scoring

/// How far a mask is to be taken for evidence of the truth: κ of `ExpectedDice`.
///
/// References are left out, as they are and perturbed. The masks are those of plain networks, which were trained with few
/// perturbations or none and err on perturbed images as most segmenters do on those of other hospitals, and the damaged
/// ones that a calibration makes. Images as of another hospital have truths by two hands.
struct MaskWeightStudy: Sendable {
    /// Whose opinion the posterior is.
    enum Opinion: String, CaseIterable, Sendable {
        case vote, both

        /// What the program takes.
        var weight: Float { self == .vote ? ExpectedDice.weightOfMask : ExpectedDice.weightOfMaskBesideNetworks }
    }

    enum Origin: String, CaseIterable, Sendable { case network, damaged }

    static let weights: [Float] = [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 1]
    private static let strengths: [Float] = [0, 1, 2]
    /// From this strength on, as in a calibration, an image may have a truth by another hand.
    private static let anotherHospital: Float = 2

    /// The plain networks, of which the same training gives several.
    static let trainings: [(training: StudyTraining, stages: [Int])] = [
        (StudyTraining(parts: 0, seed: 21), [40, 80, 150, 250, 600]),
        (StudyTraining(references: 40, parts: 0, seed: 22), [80, 250, 600]),
        (StudyTraining(parts: ReferencePerturbation.Parts.geometry.rawValue, seed: 23), [80, 150, 300, 600]),
        (StudyTraining(parts: ReferencePerturbation.Parts([.geometry, .greyValues]).rawValue, seed: 24), [80, 150]),
    ]

    /// Masks of one kind, whose mean absolute errors are comparable.
    struct Kind: Hashable, Sendable {
        let opinion: Opinion
        let origin: Origin
        let structure: Int
        let strength: Float
    }

    /// The mean absolute error of a kind, one a weight.
    let errors: [Kind: [Double]]

    init(_ run: StudyRun, learned: ReferenceSet) async throws {
        let networks = try await run.networks(atStagesOf: Self.trainings)
        let images = StudyTraining.leftOut(run.set)
        let parts = await ParallelMap.run(images.count, threads: run.threads) { place in
            Self.errors(images[place], run.set, learned: learned, networks: networks)
        }
        var sums: [Kind: (sums: [Double], count: Int)] = [:]
        for (kind, values) in parts.joined() {
            let before = sums[kind] ?? (Array(repeating: 0, count: values.count), 0)
            sums[kind] = (zip(before.sums, values).map { $0 + $1 }, before.count + 1)
        }
        errors = sums.mapValues { sum in sum.sums.map { $0 / Double(sum.count) } }
    }

    /// The absolute errors of one reference's masks, one a weight.
    private static func errors(
        _ index: Int, _ set: ReferenceSet, learned: ReferenceSet, networks: [FoldedNetwork]
    ) -> [(Kind, [Double])] {
        guard let others = try? learned.leavingOut(index) else { return [] }
        var asked = networks.map { NetworkAsked($0) }
        var losses: [Float] = []
        return strengths.flatMap { strength -> [(Kind, [Double])] in
            let seed = UInt64(index) &* 31 &+ UInt64(strength)
            let image = StudyImage(set, index, strength: strength, seed: seed)
            guard let vote = posterior(of: image, others.with(ReferenceNetworks?.none)),
                let both = posterior(of: image, others)
            else { return [] }
            if strength == 0 { losses = self.losses(vote.posterior, image.truth) }
            var truths = [image.truth]
            if strength >= anotherHospital {
                var reader = SecondReader(seed: seed)
                truths.append(reader.redrawn(image.truth, losses: losses))
            }
            var damages = DamagedMasks(seed: seed)
            let masks =
                asked.indices.map { (Origin.network, asked[$0].mask(image)) }
                + damages.masks(truth: image.truth, carried: vote.carried, structureCount: set.structures.count)
                .map { (Origin.damaged, $0) }
            return masks.flatMap { origin, mask in
                let areas = MaskAreas(labels: mask, structureCount: set.structures.count)
                return truths.flatMap { truth in
                    let real = Dice.coefficients(mask, truth, structureCount: set.structures.count)
                    return [(Opinion.vote, vote.posterior), (.both, both.posterior)].flatMap { opinion, posterior in
                        let expected = weights.map { ExpectedDice.values(areas, posterior, weight: $0) }
                        return real.indices.compactMap { place -> (Kind, [Double])? in
                            // Masks that miss a structure are scored alike by any weight.
                            guard let real = real[place], real > 0.3 else { return nil }
                            let kind = Kind(opinion: opinion, origin: origin, structure: place, strength: strength)
                            return (kind, expected.map { Double(abs(($0[place] ?? 0) - real)) })
                        }
                    }
                }
            }
        }
    }

    private static func posterior(
        of image: StudyImage, _ set: ReferenceSet
    ) -> (posterior: TruthPosterior, carried: [[UInt8]])? {
        let scorer = CaseScorer(
            set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        scorer.wantsPosterior = true
        let scored = scorer.scored(image.greyscale, masks: [])
        return scored.score.posterior.map {
            ($0, OriginStudy.carried(scored.trained, size: set.parameters.preparation.size))
        }
    }

    private static func losses(_ posterior: TruthPosterior, _ truth: [UInt8]) -> [Float] {
        posterior.structures.enumerated().map { place, structure in
            let likely = structure.likely.map { $0 > 0 ? UInt8(1) : 0 }
            let own = truth.map { $0 == UInt8(place + 1) ? UInt8(1) : 0 }
            return 1 - (Dice.coefficients(likely, own, structureCount: 1)[0] ?? 1)
        }
    }

    /// How much larger the error is than with the best weight of each kind: the geometric mean over kinds.
    func excess(_ opinion: Opinion, _ origins: [Origin]) -> [Double] {
        let kinds = errors.filter { $0.key.opinion == opinion && origins.contains($0.key.origin) }.values
        return Self.weights.indices.map { place in
            let logarithms = kinds.map { Double.log($0[place] / ($0.min() ?? 1)) }
            return Double.exp(logarithms.reduce(0, +) / Double(max(logarithms.count, 1)))
        }
    }

    var text: String {
        var table = MarkdownTable([
            "κ", "vote: networks' masks", "damaged", "all", "vote and networks: networks' masks", "damaged", "all",
        ])
        let columns = Opinion.allCases.flatMap { opinion in
            [[Origin.network], [.damaged], Origin.allCases].map { excess(opinion, $0) }
        }
        for (place, weight) in Self.weights.enumerated() {
            table.append(["\(weight)"] + columns.map { OpinionFigures.short($0[place]) })
        }
        return table.text
    }
}
