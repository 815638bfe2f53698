package import Evaluation
import NumericSupport

/// What is known of one structure of a mask.
package struct StructureEvidence: Sendable {
    package var estimates: CaseEstimates?
    /// The Dice on the single references; nil where it is not defined. Empty without details.
    package var references: [(name: String, dice: Double?)] = []
    /// The true Dice; nil where it is not defined.
    package var real: Double?
    /// Whether the truth says anything of it, if only that it is not defined.
    package var hasTruth = false

    package init() {}

    package var definedReferences: [Double] { references.compactMap(\.dice) }
}

/// A mask of known quality.
package struct MaskEvidence: Sendable {
    /// Masks of one image are never on both sides of a split.
    package let image: String
    package var structures: [String: StructureEvidence] = [:]

    package init(image: String) { self.image = image }

    /// The mean over the structures; nil where the mask was not scored for one of them, the truth of one is missing, or
    /// one has a true Dice and no estimates. Truth and estimates are both of those structures whose truth is defined.
    ///
    /// - Parameter names: of all structures that there are.
    fileprivate func mean(over names: [String]) -> StructureEvidence? {
        let all = names.sorted().compactMap { structures[$0] }
        guard all.count == names.count, all.allSatisfy(\.hasTruth) else { return nil }
        let defined = all.filter { $0.real != nil }
        guard defined.allSatisfy({ $0.estimates != nil }) else { return nil }
        let real = defined.compactMap(\.real)
        var mean = StructureEvidence()
        mean.hasTruth = true
        mean.real = real.isEmpty ? nil : real.reduce(0, +) / Double(real.count)
        mean.estimates = CaseEstimates(meanOf: defined.compactMap(\.estimates))
        mean.references = Self.meanReferences(defined.map(\.references))
        return mean
    }

    /// Each reference's mean over the structures that are defined on it, in the order of the first structure.
    package static func meanReferences(
        _ structures: [[(name: String, dice: Double?)]]
    ) -> [(name: String, dice: Double?)] {
        var order: [String] = []
        var values: [String: [Double]] = [:]
        for reference in structures.joined() {
            if values[reference.name] == nil { order.append(reference.name) }
            values[reference.name, default: []] += reference.dice.map { [$0] } ?? []
        }
        return order.map { name in
            let defined = values[name] ?? []
            return (name, defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count))
        }
    }
}

extension CaseEstimates {
    /// The figures of a structure as they stand in `rca_structures.csv`; nil where the structure is in neither map for
    /// every reference.
    package init?(
        maximum: Float?, mean: Float?, median: Float?, best: Float?, consensus: Float?, expected: Float?, lower: Float?,
        upper: Float?
    ) {
        guard let maximum, let mean, let median, let best else { return nil }
        var halfWidth: Double?
        if let lower, let upper { halfWidth = (upper.asWritten - lower.asWritten) / 2 }
        self.init(
            maximum: maximum.asWritten, mean: mean.asWritten, median: median.asWritten,
            best: best.asWritten, consensus: consensus.map(\.asWritten),
            expected: expected.map(\.asWritten), halfWidth: halfWidth)
    }
}

/// Masks of known quality, and how they were scored.
package struct CalibrationData: Sendable {
    package var masks: [MaskEvidence]
    /// In the order of the data.
    package var structures: [String]
    package var origin: CalibrationOrigin
    package var settings: CalibrationSettings
    /// Rows of scores that the truth says nothing of.
    package var rowsWithoutTruth: Int
    /// What a reader has to know of the tables, in sentences.
    package var notes: [String] = []

    package init(
        masks: [MaskEvidence], structures: [String], origin: CalibrationOrigin, settings: CalibrationSettings,
        rowsWithoutTruth: Int = 0
    ) {
        self.masks = masks
        self.structures = structures
        self.origin = origin
        self.settings = settings
        self.rowsWithoutTruth = rowsWithoutTruth
    }

    /// What is known of a mask's structure, or of the mean over all; nil where it has none.
    package func evidence(of structure: String, in mask: MaskEvidence) -> StructureEvidence? {
        structure == CalibrationModel.mean ? mask.mean(over: structures) : mask.structures[structure]
    }
}
