import Imaging
import Learning
import Machine
import Scoring

/// Whether masks of one origin are scored higher than equally good masks of another.
///
/// References are left out, as they are and perturbed. The vote is that of the other references, and the only network
/// that is asked is the one that has not seen the reference. Masks of networks come of other networks, which were trained
/// on the same references by the study and have not seen this one either.
struct OriginStudy: Sendable {
    /// What is taken for the truth.
    enum Opinion: Hashable, Sendable, CaseIterable {
        case vote, half, quarter
        /// A quarter where the Dice of mask and network is above .95, or above .9; else half.
        case quarterAboveHigh, quarterAboveLow
        case networkAlone

        var name: String {
            switch self {
            case .vote: "vote alone"
            case .half: "half and half"
            case .quarter: "networks a quarter"
            case .quarterAboveHigh: "a quarter where they agree by .95"
            case .quarterAboveLow: "a quarter where they agree by .9"
            case .networkAlone: "network alone"
            }
        }
    }

    /// One structure of one mask.
    struct Scored: Sendable {
        let origin: MaskOrigin
        let structure: Int
        let real: Double
        let expected: [Opinion: Double]
    }

    let scored: [Scored]

    /// Networks whose masks are scored, of which the same training gives several.
    static let trainings: [(training: StudyTraining, stages: [Int])] = [
        (StudyTraining(seed: 12), [60, 120, 200, 300, StudyTraining.steps]),
        (StudyTraining(references: 25), [StudyTraining.steps]),
        (StudyTraining(references: 10), [StudyTraining.steps]), (StudyTraining(parts: 0), [StudyTraining.steps]),
    ]

    /// - Parameters:
    ///   - learned: the set with its networks and their calibration.
    ///   - trainings: of the networks whose masks are scored.
    init(
        _ run: StudyRun, learned: ReferenceSet,
        masksOf trainings: [(training: StudyTraining, stages: [Int])] = Self.trainings
    ) async throws {
        let networks = try await run.networks(atStagesOf: trainings)
        let images = StudyTraining.leftOut(run.set)
        scored = await ParallelMap.run(images.count, threads: run.threads) { place in
            var masks = OriginMasks(run.set, networks: networks)
            return [Float(0), 2, 3].flatMap { strength -> [Scored] in
                let seed = UInt64(images[place]) &* 31 &+ UInt64(strength)
                let image = StudyImage(run.set, images[place], strength: strength, seed: seed)
                return Self.scored(image, &masks, learned: learned, seed: seed)
            }
        }.flatMap { $0 }
    }

    private static func scored(
        _ image: StudyImage, _ masks: inout OriginMasks, learned: ReferenceSet, seed: UInt64
    ) -> [Scored] {
        guard let others = try? learned.leavingOut(image.reference) else { return [] }
        func asked(_ set: ReferenceSet) -> ScoredCase<SingleAtlasClassifier.Trained> {
            let scorer = CaseScorer(
                set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
            scorer.wantsPosterior = true
            return scorer.scored(image.greyscale, masks: [])
        }
        let (without, with) = (asked(others.with(ReferenceNetworks?.none)), asked(others))
        // Networks that see the sides of the body may have found another pose.
        guard without.score.pose == with.score.pose, let vote = without.score.posterior,
            let half = with.score.posterior
        else { return [] }
        let posteriors = Posteriors(vote: vote, half: half)
        let carried = carried(without.trained, size: learned.parameters.preparation.size)
        return masks.masks(image, carried: carried, seed: seed).flatMap { mask in
            scored(mask.labels, mask.origin, image, expected: posteriors.expected(mask.labels))
        }
    }

    /// The structures of a mask that it or the truth shows.
    static func scored(
        _ labels: [UInt8], _ origin: MaskOrigin, _ image: StudyImage, expected: [Opinion: [Float?]]
    ) -> [Scored] {
        let count = expected.values.first?.count ?? 0
        return Dice.coefficients(labels, image.truth, structureCount: count).enumerated().compactMap { place, real in
            real.map { real in
                Scored(
                    origin: origin, structure: place, real: Double(real),
                    expected: expected.compactMapValues { $0[place].map(Double.init) })
            }
        }
    }

    /// What each reference of the vote says on the label grid over the image.
    static func carried(_ trained: SingleAtlasClassifier.Trained, size: Int) -> [[UInt8]] {
        let places = FramePlaces(frameToImage: trained.query.frameToImage, gridSize: NetworkSamples.side)
        return trained.carried.compactMap { $0 }.map { reference in
            var labels = [UInt8](repeating: 0, count: NetworkSamples.side * NetworkSamples.side)
            for (structure, shares) in reference.shares.enumerated() {
                let share = Image(width: size, height: size, pixels: shares).enlarged(to: NetworkSamples.side)
                let seen = places.seen(share, outside: 0)
                for index in labels.indices where seen[index] > 0.5 { labels[index] = UInt8(structure + 1) }
            }
            return labels
        }
    }
}
