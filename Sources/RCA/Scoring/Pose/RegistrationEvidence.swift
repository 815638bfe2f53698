/// How well an image was brought onto its references: what tells a chest X-ray like them from anything else.
public struct RegistrationEvidence: Sendable, Equatable {
    static let countedReferences = 5

    /// The mean over the five best references of (r in the band round the boundaries + r over the frame) / 2, the
    /// correlations after registration; 0 without references. JSRT films score above 0.7.
    public let quality: Float

    /// - Parameter similarities: both correlations on each reference.
    public init(_ similarities: [Similarity]) {
        let best = similarities.map { ($0.inBand + $0.overall) / 2 }.sorted(by: >).prefix(Self.countedReferences)
        quality = best.isEmpty ? 0 : best.reduce(0, +) / Float(best.count)
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
