import Imaging
import Learning
import Scoring

/// The references that no network of the study has seen: as they are, and changed in several ways.
struct StudyViews: Sendable {
    struct View: Sendable {
        let name: String
        let images: [StudyImage]
    }

    let views: [View]

    /// Changed images of each reference and way.
    private static let seeds: [UInt64] = [1, 2]

    init(_ set: ReferenceSet) {
        let left = StudyTraining.leftOut(set)
        func images(_ make: (Int, UInt64) -> StudyImage) -> [StudyImage] {
            left.flatMap { index in Self.seeds.map { make(index, $0 &* 7_000_003 &+ UInt64(index)) } }
        }
        views = [
            View(name: "unchanged", images: left.map { StudyImage(set, $0) }),
            View(name: "strength 2", images: images { StudyImage(set, $0, strength: 2, seed: $1) }),
            View(name: "strength 3", images: images { StudyImage(set, $0, strength: 3, seed: $1) }),
            View(name: "text, electrodes", images: images { StudyImage(set, $0).withOne(of: .objects, seed: $1) }),
            View(
                name: "arms, cut fields, scouts", images: images { StudyImage(set, $0).withOne(of: .fields, seed: $1) }),
        ]
    }

    /// What a network says of them: one a view.
    func figures(_ network: FoldedNetwork, size: Int = 64, structureCount: Int) -> [OpinionFigures] {
        var asked = NetworkAsked(network, size: size)
        return views.map { view in
            var figures = OpinionFigures(structureCount: structureCount)
            for image in view.images { figures.add(asked.probabilities(image), truth: image.truth) }
            return figures
        }
    }

    /// What the vote of some references says of the first views: its outline, and the probabilities that come of it.
    func figures(voteOf references: [Int], in set: ReferenceSet, first count: Int) throws -> [OpinionFigures] {
        let voters = try set.subset(references, named: "voters")
        let vote = StudyVote(voters)
        return views.prefix(count).map { view in
            var figures = OpinionFigures(structureCount: set.structures.count)
            for image in view.images {
                guard let said = vote.opinion(image) else { continue }
                figures.add(said.probability, isInside: said.isInside, truth: image.truth)
            }
            return figures
        }
    }
}
