import Imaging

/// How well references are registered to each other: the true mask of one carried to the K = 20 references most like it,
/// and what these, brought back, vote.
public struct RegistrationQuality: Sendable, Equatable, Codable {
    /// Which pairs.
    public enum Pairs: String, Sendable, CaseIterable, Codable {
        /// References that the network has not learned from, by the free-form registration.
        case freeForm
        /// The same by the network.
        case unseen
        /// References that it has learned from.
        case seen
    }

    /// Mean Dice of one structure.
    public struct Row: Sendable, Equatable, Codable {
        public let pairs: Pairs
        /// Position in the set's list.
        public let structure: Int
        /// Of the true mask that was carried.
        public let carried: Float
        /// Of the vote.
        public let vote: Float
    }

    public let rows: [Row]

    /// Whether every figure is one, and of one of so many structures.
    package func isOf(structureCount: Int) -> Bool {
        rows.allSatisfy { row in
            (0..<structureCount).contains(row.structure) && [row.carried, row.vote].allSatisfy { (0...1).contains($0) }
        }
    }

    package init(freeForm: [CarriedTruth], unseen: [CarriedTruth], seen: [CarriedTruth], structureCount: Int) {
        rows = [(Pairs.freeForm, freeForm), (.unseen, unseen), (.seen, seen)].flatMap { pairs, truths in
            (0..<structureCount).compactMap { structure -> Row? in
                let carried = truths.compactMap { $0.carried[structure] }
                let votes = truths.compactMap { $0.vote[structure] }
                guard !carried.isEmpty, !votes.isEmpty else { return nil }
                return Row(
                    pairs: pairs, structure: structure, carried: carried.reduce(0, +) / Float(carried.count),
                    vote: votes.reduce(0, +) / Float(votes.count))
            }
        }
    }
}

/// One image's true mask, carried to the references.
package struct CarriedTruth: Sendable {
    /// For each structure the mean Dice over the references; nil where it is nowhere.
    package let carried: [Float?]
    /// For each structure the Dice of the vote.
    package let vote: [Float?]

    package init(_ score: MaskScore, structureCount: Int) {
        carried = (0..<structureCount).map { structure in
            let values = score.details.compactMap { $0[structure] }
            return values.isEmpty ? nil : values.reduce(0, +) / Float(values.count)
        }
        vote = score.structures.map(\.consensus)
    }
}

extension ReferenceSet {
    /// One reference's true mask, carried to the others; nil where they do not make a set.
    package func carriedTruth(of index: Int) -> CarriedTruth? {
        let scores = try? leaveOneOutScores(
            of: index, masks: [trueMask(of: index)],
            selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
        return scores?.first.map { CarriedTruth($0, structureCount: structures.count) }
    }
}
