/// What the evidence looks like on the references themselves, each scored against the others: the yardstick for
/// images that nobody knows anything about.
public struct ReferenceStatistics: Sendable, Equatable, Codable {
    /// References that must be left for a yardstick.
    static let fewest = 8

    /// Where the values of one kind of evidence lie.
    public struct Spread: Sendable, Equatable, Codable {
        public let median: Float
        /// The value that one in ten stays below.
        public let lowTenth: Float

        /// A spread below this would call the smallest difference remarkable.
        static let narrowest: Float = 0.01

        /// How many times the distance from the median to the low tenth a value lies below the median; negative
        /// above it. 1 is common, 5 is strange.
        package func distanceBelow(_ value: Float) -> Float {
            (median - value) / max(median - lowTenth, Self.narrowest)
        }

        /// The value at a distance below the median.
        package func value(atDistance distance: Float) -> Float {
            median - distance * max(median - lowTenth, Self.narrowest)
        }

        package init(_ values: [Float]) {
            let sorted = values.sorted()
            median = sorted[sorted.count / 2]
            lowTenth = sorted[sorted.count / 10]
        }
    }

    public let quality: Spread
    public let agreement: Spread

    /// - Parameter evidence: of every reference, scored against the others.
    /// - Returns: nil where there are too few references for a yardstick.
    public init?(_ evidence: [RegistrationEvidence]) {
        guard evidence.count >= Self.fewest else { return nil }
        quality = Spread(evidence.map(\.quality))
        agreement = Spread(evidence.map(\.agreement))
    }
}

extension ReferenceSet {
    /// The evidence of one reference's own radiograph, scored as it is against all others.
    package func leaveOneOutEvidence(_ index: Int) -> RegistrationEvidence? {
        guard let others = try? leavingOut(index) else { return nil }
        let scorer = CaseScorer(
            set: others, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        return scorer.score(QueryImage(references[index], parameters: parameters), masks: []).evidence
    }
}
