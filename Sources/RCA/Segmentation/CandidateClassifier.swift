import Fusion
import Imaging
import Scoring

/// Registers references to a query as scoring does, and keeps each as it looks in the query's own frame.
///
/// The search for a film's pose trains a classifier on many poses. So the candidates are kept of the last training and
/// of the one with the most candidates before: one of the two is the film in the pose that was settled on.
final class CandidateClassifier: ConsensusEstimating {
    /// What one training saw.
    struct Round {
        var query: QueryImage?
        var references: [Int] = []
        /// Nil for a reference that could not be brought back.
        var candidates: [AtlasCandidate?] = []
    }

    private let registering: SingleAtlasClassifier
    private var current = Round()
    private var earlier = Round()

    init(parameters: ReferenceParameters, structureCount: Int) {
        registering = SingleAtlasClassifier(parameters: parameters, structureCount: structureCount)
    }

    /// Forgets the case before.
    func reset() {
        current = Round()
        earlier = Round()
    }

    /// The round that gave this score, or nil.
    func round(of score: CaseScore) -> Round? {
        [current, earlier].first { $0.query?.isScored(as: score) == true && $0.references == score.selected }
    }

    func train(on query: QueryImage, masks: [StructureMap]) {
        if current.references.count > earlier.references.count { earlier = current }
        current = Round(query: query)
        registering.train(on: query, masks: masks)
    }

    func fit(to reference: Reference, at index: Int) -> Float { registering.fit(to: reference, at: index) }

    func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]]) {
        registering.classify(reference, at: index, into: &labels)
        current.references.append(index)
        current.candidates.append(
            registering.vote.lastAdded.map {
                AtlasCandidate(
                    picture: $0.picture, inside: $0.inside, shares: $0.shares, weight: $0.weight, trust: $0.trust)
            })
    }

    func consensus(into labels: inout [UInt8]) { registering.consensus(into: &labels) }
    func agreement() -> Float { registering.agreement() }
    func blankShare() -> Float { registering.blankShare() }
    func affineFit(at index: Int) -> AffineMap? { registering.affineFit(at: index) }
    var similarities: [RegistrationEvidence.Similarity] { registering.similarities }
}
