/// What can be known without any truth about how well an image fits the references.
public struct RegistrationEvidence: Sendable, Equatable {
    static let countedReferences = 5

    /// The mean over the five best references of (r in the band round the boundaries + r over the frame) / 2, the
    /// correlations after registration; 0 without references.
    public let quality: Float
    /// How much the references agree with their own consensus: the Dice that one vote has with it on average,
    /// mean over structures, in [0, 1]. 0 where they see no structure.
    public let agreement: Float
    /// The share of what the consensus calls a structure where the picture shows one grey value only, in [0, 1].
    public let blankShare: Float
    /// The share of the image, without its blank edges, that lies outside the frame that was compared, in [0, 1].
    public let unframedShare: Float

    /// - Parameter similarities: both correlations on each reference.
    public init(_ similarities: [Similarity], agreement: Float, blankShare: Float = 0, unframedShare: Float = 0) {
        quality = Self.quality(similarities)
        self.agreement = agreement
        self.blankShare = blankShare
        self.unframedShare = unframedShare
    }

    /// Of all references that a trained classifier has labelled.
    init(_ trained: some TrainedRegistration) {
        self.init(
            trained.similarities, agreement: trained.agreement(), blankShare: trained.blankShare(),
            unframedShare: trained.query.unframedShare)
    }

    /// ``quality`` alone.
    static func quality(_ similarities: [Similarity]) -> Float {
        let best = similarities.map { ($0.inBand + $0.overall) / 2 }.sorted(by: >).prefix(countedReferences)
        return best.isEmpty ? 0 : best.reduce(0, +) / Float(best.count)
    }

    /// Correlations with one reference after registration, in [−1, 1].
    public struct Similarity: Sendable, Equatable {
        public let inBand: Float
        public let overall: Float

        public init(inBand: Float, overall: Float) {
            self.inBand = inBand
            self.overall = overall
        }
    }
}
