public import Evaluation
import Tables

/// What to do with each mask, and why: to accept it, look at it, or reject it.
public struct Triage: Sendable, Equatable {
    /// A decision and its reason in a few words; the reason of an accepted mask is empty.
    public struct Outcome: Sendable, Hashable {
        public let decision: Decision
        public let reason: String
    }

    /// A mask whose Dice is at least this is accepted, in [0, 1].
    public var accept: Float
    /// A mask whose Dice is below is rejected, in [0, accept].
    public var reject: Float

    public init(accept: Float = 0.9, reject: Float = 0.7) {
        self.accept = accept
        self.reject = reject
    }

    /// The decision for one mask.
    ///
    /// Where the run has decided about the mean, that holds; otherwise the thresholds do, for the expected Dice, or
    /// where that is not known for the one in `rca_dice_scores.csv`. What would be
    /// accepted is reviewed where the verdict is not `reliable`, where a structure is rejected (a good mean can hide a
    /// bad heart), or where the mask looks unusual by itself: an island far off hardly changes a Dice.
    /// - Parameter structures: the names of the mask's structures.
    public func outcome(_ mask: ScoredMask, structures: [String]) -> Outcome {
        guard let dice = mask.leading else { return Outcome(decision: .review, reason: "no score: nothing to compare") }
        let name = mask.expected == nil ? "Dice" : "expected Dice"
        let byInterval = mask.decisions.last.flatMap(Decision.init(rawValue:))
        switch byInterval ?? byThreshold(dice) {
        case .reject:
            return Outcome(
                decision: .reject,
                reason: byInterval == nil ? "\(name) below \(ShortDecimal.text(reject))" : "surely below the limit")
        case .review:
            let ownReason =
                byInterval == nil
                ? "\(name) from \(ShortDecimal.text(reject)) to \(ShortDecimal.text(accept))"
                : "not sure to be above the limit"
            return Outcome(decision: .review, reason: doubt(mask) ?? ownReason)
        case .accept:
            if let doubt = doubt(mask) { return Outcome(decision: .review, reason: doubt) }
            if let place = rejectedStructure(mask), structures.indices.contains(place) {
                return Outcome(decision: .review, reason: "\(structures[place]) alone would be rejected")
            }
            if !mask.flags.isEmpty {
                return Outcome(decision: .review, reason: "looks unusual: \(mask.flags.joined(separator: ", "))")
            }
            return Outcome(decision: .accept, reason: "")
        }
    }

    private func byThreshold(_ dice: Float) -> Decision {
        dice >= accept ? .accept : dice < reject ? .reject : .review
    }

    private func doubt(_ mask: ScoredMask) -> String? {
        guard mask.isDoubtful else { return nil }
        return mask.reason.isEmpty ? mask.verdict : "\(mask.verdict): \(mask.reason)"
    }

    private func rejectedStructure(_ mask: ScoredMask) -> Int? {
        mask.structures.indices.first { place in
            if mask.decisions.count > mask.structures.count { return mask.decisions[place] == Decision.reject.rawValue }
            return mask.structures[place].leading.map { $0 < reject } ?? false
        }
    }
}
